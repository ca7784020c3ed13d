import {
  cutReply,
  type Env,
  REHEARSAL,
  sealSlot,
  type SlotPart,
  trayBytes,
  Writer,
} from '@postern/protocol'
import { type ByteSource, changed, drawn, type Scenario, written } from './scenario.ts'

/** Slots, receipts, trays and drops. */
export function answerScenarios(env: Env): Scenario[] {
  return [
    ...slotScenarios(env),
    ...replyScenarios(env),
    ...receiptScenarios(),
    ...dropScenarios(),
    ...trayScenarios(),
  ]
}

function slotScenarios(env: Env): Scenario[] {
  const seed = written(env.random(32))
  const replyId = env.random(8)
  const part: SlotPart = { replyId, index: 0, count: 1, text: env.random(100) }
  const slot = sealSlot(env, env.suite.sha256(replyId), part)
  const own = written(env.suite.sha256(replyId))
  const scenario = (name: string, says: string, bytes: ByteSource, under = own): Scenario => ({
    name: `slot/${name}`,
    says,
    step: 'open-slot',
    inputs: { seed: under, slot: bytes },
    outcome: { givesNull: true },
  })
  const from = (change: Parameters<typeof changed>[2]): ByteSource =>
    changed('slot/opens', 'slot', change)
  const sealing = {
    seed: own,
    replyId: written(replyId),
    index: 0,
    count: 1,
    text: written(part.text),
  }
  return [
    {
      ...scenario('opens', 'A slot opens under its seed (R1).', written(slot)),
      outcome: { gives: 'computed' },
    },
    scenario(
      'another-seed',
      'Under another seed it is random bytes (R1).',
      from({ append: '' }),
      seed,
    ),
    scenario('random', 'A slot that carries nothing (R2).', drawn('empty slot', 1_024)),
    scenario('flipped-salt', 'One bit of the salt.', from({ flipBit: 5 })),
    scenario('flipped-tag', 'One bit of the tag.', from({ flipBit: 8 * 20 })),
    scenario('flipped-text', 'One bit of the text.', from({ flipBit: 8 * 500 })),
    scenario('short', 'A byte is missing.', from({ cutTo: 1_023 })),
    {
      name: 'slot/sealed',
      says: 'With one source of chance a slot is always the same bytes (R1).',
      step: 'seal-slot',
      inputs: { ...sealing, envSeed: 'first hand-over' },
      outcome: { gives: 'computed' },
    },
    {
      name: 'slot/sealed-again',
      says: 'Handed over again it looks like another (R1).',
      step: 'seal-slot',
      inputs: { ...sealing, envSeed: 'second hand-over' },
      outcome: { gives: 'computed' },
    },
    {
      name: 'slot/index-is-count',
      says: 'What would not be read is not written.',
      step: 'seal-slot',
      inputs: { ...sealing, index: 1, envSeed: 'x' },
      outcome: { refusedWith: 'bad-slot' },
    },
  ]
}

function replyScenarios(env: Env): Scenario[] {
  const seed = env.random(32)
  const replyId = env.random(8)
  const text = `${'ما نوشتهٔ شما را خواندیم. '.repeat(20)}${env.random(1_200).toHex()}`
  const [a, b] = cutReply(replyId, text).map((part) => written(sealSlot(env, seed, part)))
  const [, foreign] = cutReply(env.random(8), text).map((part) =>
    written(sealSlot(env, seed, part)),
  )
  if (a === undefined || b === undefined || foreign === undefined) throw new TypeError('two slots')
  const scenario = (
    name: string,
    says: string,
    slots: ByteSource[],
    outcome: Scenario['outcome'],
  ): Scenario => ({
    name: `reply/${name}`,
    says,
    step: 'join-reply',
    inputs: { seed: written(seed), slots },
    outcome,
  })
  return [
    scenario('whole', 'Two slots, the later first, one of them repeated (R7).', [b, a, b], {
      gives: 'computed',
    }),
    scenario('one-missing', 'While a slot is missing there is no reply.', [b], { givesNull: true }),
    scenario('two-replies', 'Slots of two replies make none.', [a, foreign], {
      refusedWith: 'mixed-slots',
    }),
  ]
}

function receiptScenarios(): Scenario[] {
  const places: [number, number][] = [
    [0, 0],
    [0, 1],
    [1, 0],
    [4_294_967_295, 12],
  ]
  return places.map(([n, r]) => ({
    name: `receipt/${n}-${r}`,
    says: `The receipt of message ${n}, repeat ${r} (R6).`,
    step: 'receipt',
    inputs: { seed: drawn('receipts', 32), n, r },
    outcome: { gives: 'computed' },
  }))
}

function dropScenarios(): Scenario[] {
  const drop = (
    name: string,
    says: string,
    length: number,
    outcome: Scenario['outcome'],
  ): Scenario => ({
    name: `drop/${name}`,
    says,
    step: 'decode-drop',
    inputs: { drop: drawn('drop', length) },
    outcome,
  })
  const day = (
    name: string,
    says: string,
    length: number,
    outcome: Scenario['outcome'],
  ): Scenario => ({
    ...drop(name, says, length, outcome),
    step: 'decode-day',
    inputs: { day: drawn('day', length) },
  })
  return [
    drop('recent', '192 slots and 2,048 receipts (R3).', 212_992, { gives: 'computed' }),
    drop('recent-short', 'A corrupted drop: a byte is missing.', 212_991, {
      refusedWith: 'wrong-size',
    }),
    drop('recent-long', 'A corrupted drop: a byte too many.', 212_993, {
      refusedWith: 'wrong-size',
    }),
    day('day', '192 slots (R4).', 196_608, { gives: 'computed' }),
    day('day-of-another-size', 'A recent drop is no day file.', 212_992, {
      refusedWith: 'wrong-size',
    }),
  ]
}

function trayScenarios(): Scenario[] {
  const traysBytes = REHEARSAL.traysAhead * trayBytes(REHEARSAL)
  const first = written(new Writer().u64(360_000_002).finish())
  const pack = { parts: [first, drawn('trays', traysBytes)] }
  const scenario = (
    name: string,
    says: string,
    bytes: ByteSource,
    code: string,
    column = 'rehearsal',
  ): Scenario => ({
    name: `tray-pack/${name}`,
    says,
    step: 'decode-tray-pack',
    inputs: { column, pack: bytes },
    outcome: { refusedWith: code },
  })
  const oneLess = drawn('trays', 8 + traysBytes - trayBytes(REHEARSAL))
  return [
    {
      ...scenario('rehearsal', 'Twenty-four trays of one slot and eight receipts (R3).', pack, ''),
      outcome: { gives: 'computed' },
    },
    scenario(
      'no-interval',
      'A first interval beyond 2⁵³.',
      drawn('trays', 8 + traysBytes),
      'number-too-large',
    ),
    scenario('short', 'A tray is missing.', oneLess, 'wrong-size'),
    scenario(
      'long',
      'A byte too many.',
      { parts: [pack, written(Uint8Array.of(0))] },
      'wrong-size',
    ),
    scenario(
      'another-column',
      'A pack of rehearsal is none of standard.',
      pack,
      'wrong-size',
      'standard',
    ),
  ]
}
