/**
 * The process between terminator and front. It is one of its own, so that what a game does with its
 * browsers meanwhile delays no answer: a server is no part of a reader's machine.
 */
import { type FromRecorder, isStart, isPing } from './recorder-message.ts'
import { Passing } from './passing.ts'
import { TwinSites } from './twin-sites.ts'

function tell(message: FromRecorder): void {
  process.send?.(message)
}

process.on('message', (message: unknown) => {
  if (isPing(message)) return tell({ kind: 'pong', number: message.number })
  if (!isStart(message)) return
  const on = {
    request: (entry: Extract<FromRecorder, { kind: 'request' }>['entry']): void =>
      tell({ kind: 'request', entry }),
    cell: (cell: Extract<FromRecorder, { kind: 'cell' }>['cell']): void =>
      tell({ kind: 'cell', cell }),
  }
  void Passing.start(message.front, TwinSites.of(message.clients), on).then(({ port }) =>
    tell({ kind: 'listening', port }),
  )
})
process.on('disconnect', () => process.exit(0))
