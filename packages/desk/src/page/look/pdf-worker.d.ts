/** The half of pdf.js that reads files; its package declares no types for it. */
declare module 'pdfjs-dist/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
