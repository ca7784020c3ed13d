import { type IntakeLog, MemoryIntakeLog } from '@postern/front'
import { type Marker, MemoryMarker, MemoryMixState, type MixState } from '@postern/mix'
import { type Disks, memoryDisks, type RoleName } from '../simulator/house.ts'

/** Disks that break a promise when the process on them is killed. */
export interface Twin {
  readonly name: string
  readonly role: RoleName
  readonly disks: () => Disks
}

/** The front answers when the cell is in memory; what was not synced dies with it. (F2) */
const answerBeforeSync: Twin = {
  name: 'answer before sync',
  role: 'front',
  disks: () => {
    const intake = new UnsyncedIntake()
    return { ...memoryDisks(), intake, lose: (role) => role === 'front' && intake.lose() }
  },
}

/** A mix publishes before its commit is durable: a kill takes the last commit back. (M8) */
const publishBeforePersist: Twin = {
  name: 'publish before persist',
  role: 'mix-1',
  disks: () => {
    const disks = memoryDisks()
    const { state, lose } = unsyncedState()
    const mixes = {
      ...disks.mixes,
      'mix-1': { ...disks.mixes['mix-1'], state, marker: new Blind() },
    }
    return { ...disks, mixes, lose: (role) => role === 'mix-1' && lose() }
  },
}

export const TWINS: readonly Twin[] = [answerBeforeSync, publishBeforePersist]

/** Cells reach the disk when mix 1 comes for them, and not before. */
class UnsyncedIntake extends MemoryIntakeLog implements IntakeLog {
  #buffer: { epoch: number; cell: Uint8Array }[] = []

  lose(): void {
    this.#buffer = []
  }

  override async append(epoch: number, cell: Uint8Array): Promise<void> {
    this.#buffer.push({ epoch, cell })
  }

  override async read(
    ...asked: Parameters<MemoryIntakeLog['read']>
  ): ReturnType<MemoryIntakeLog['read']> {
    for (const { epoch, cell } of this.#buffer.splice(0)) await super.append(epoch, cell)
    return await super.read(...asked)
  }
}

/** Forgets how far the mix had come, so that the older state is not noticed. */
class Blind extends MemoryMarker implements Marker {
  override async raise(): Promise<void> {
    return
  }
}

interface Call {
  readonly name: string | symbol
  readonly given: readonly unknown[]
}

/** A mix state of which a kill takes back the last commit, and whatever came after it. */
function unsyncedState(): { state: MixState; lose: () => void } {
  let inner = new MemoryMixState()
  const calls: Call[] = []
  const apply = async ({ name, given }: Call): Promise<unknown> => {
    const method: unknown = Reflect.get(inner, name, inner)
    if (typeof method !== 'function') throw new TypeError('a state has methods alone')
    return (await Reflect.apply(method, inner, given)) as unknown
  }
  const state = new Proxy(inner, {
    get:
      (_target, name) =>
      async (...given: unknown[]): Promise<unknown> => {
        const call = { name, given }
        calls.push(call)
        return await apply(call)
      },
  })
  const lose = (): void => {
    calls.splice(
      Math.max(
        0,
        calls.findLastIndex(({ name }) => name === 'commit'),
      ),
    )
    inner = new MemoryMixState()
    for (const call of calls) void apply(call)
  }
  return { state, lose }
}
