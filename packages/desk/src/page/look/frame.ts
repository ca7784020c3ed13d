/**
 * What runs in the frame: a document of its own origin, with no network, no store and no way to the
 * page. It gets bytes and gives back pixels.
 */
import { LookError } from './look-error.ts'
import type { LookAnswer, LookRequest } from './look-message.ts'
import { openOffice } from './office/open-office.ts'
import { openPdf } from './open-pdf.ts'
import type { Paper } from './paper.ts'

let paper: Paper | null = null

addEventListener('message', ({ data, source }: MessageEvent<LookRequest>) => {
  if (source === parent) void serve(data)
})
tell({ kind: 'ready' })

async function serve(request: LookRequest): Promise<void> {
  try {
    if (request.kind === 'open') {
      paper = await (request.paper === 'pdf'
        ? openPdf(request.bytes)
        : openOffice(request.paper, request.bytes))
      tell({ kind: 'opened', pages: paper.pages })
    } else if (paper !== null) {
      const picture = await paper.draw(request.number)
      tell({ kind: 'page', number: request.number, picture }, [picture.pixels.buffer])
    }
  } catch (error) {
    tell({ kind: 'trouble', why: error instanceof LookError ? error.why : 'damaged' })
  }
}

/** The page looks itself whether it came from its own frame. */
function tell(answer: LookAnswer, transfer: Transferable[] = []): void {
  parent.postMessage(answer, { targetOrigin: '*', transfer })
}
