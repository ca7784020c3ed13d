import { Keeper } from '../client/keeper.ts'
import { answerCalls, Line, type LineEnd } from '../client/line.ts'
import type { Press } from '../client/press.ts'
import { browserEnv } from './browser-env.ts'
import { compiledTrust } from './compiled.ts'
import { IndexedMemory } from './indexed-memory.ts'
import { IndexedVault } from './indexed-vault.ts'

/** The worker that keeps the visit; its first message is the port to the press. */
export function startKeeper(scope: LineEnd): void {
  scope.addEventListener('message', ({ data }) => {
    if (!(data instanceof MessagePort)) return
    const line = new Line<Press>(data)
    data.start()
    const press: Press = {
      argon2id: (...given) => line.call('argon2id', ...given),
      pack: (...given) => line.call('pack', ...given),
      searchSlots: (...given) => line.call('searchSlots', ...given),
      searchReceipts: (search) => line.call('searchReceipts', search),
    }
    const [memory, vault] = [new IndexedMemory(), new IndexedVault()]
    answerCalls(scope, new Keeper(browserEnv(), compiledTrust(), memory, press, vault))
  })
}
