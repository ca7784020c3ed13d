/** The bounds of the architecture: KiB as they travel, unless said otherwise. */
export const LIMITS = {
  readerClient: 60,
  cleaningFile: 250,
  now: 2,
  statement: 14,
  storyPage: 40,
  livePage: 60,
  style: 8,
  /** Requests of a page besides those of the reader client. */
  requests: 6,
  /** Milliseconds of the main thread's own time, on a processor slowed down four times. */
  mainThreadMs: 50,
} as const
