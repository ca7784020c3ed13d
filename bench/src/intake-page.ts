import { fromHex, openBatch } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import { takeIn } from '../../packages/desk/src/member/intake.ts'
import type { DropAsked } from './intake.ts'

/** Runs in the browser: opens the drop that the bench serves, as the desk's page does. Milliseconds. */
async function openDrop({ context, link, mix, itemBytes, ours }: DropAsked): Promise<number> {
  const bytes = new Uint8Array(await (await fetch('/drop')).arrayBuffer())
  const batch = openBatch(portableSuite, bytes, fromHex(mix), itemBytes)
  const at = {
    organisation: fromHex(context.organisation),
    desk: fromHex(context.desk),
    deskKey: fromHex(context.deskKey),
  }
  const started = performance.now()
  const { parts } = await takeIn(
    portableSuite,
    at,
    { ...link, key: fromHex(link.key) },
    batch,
    () => Promise.resolve(),
  )
  if (parts.length !== ours) throw new Error('the page must find what is for the desk')
  return performance.now() - started
}

Object.assign(globalThis, { openDrop })
