import type { VaultView } from '../client/keeper-view.ts'
import { field, tell } from './element.ts'
import type { Speaker } from './speaker.ts'

/** What this device keeps, and whether answers are tied to it. (P3, P4, R8) */
export function paintVault(root: HTMLElement, vault: VaultView | null, speaker: Speaker): void {
  const keeping = vault?.keeping ?? 'page'
  tell(
    field(root, 'vault'),
    speaker.say(keeping === 'device' && vault?.isKept ? 'kept' : SAID[keeping]),
  )
  field(root, 'keep-here').hidden = keeping !== 'page'
  field(root, 'tie').hidden = keeping !== 'device'
  tell(field(root, 'tied'), speaker.say(vault?.isTied === true ? 'tied' : 'untied'))
  const tie = root.querySelector<HTMLInputElement>('#postern-tie')
  if (tie !== null) tie.checked = vault?.isTied === true
}

const SAID = { device: 'keptSoon', page: 'keptPage', refused: 'keptNowhere' } as const
