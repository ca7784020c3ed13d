import {
  cellLayer1,
  cutMessage,
  decodeContent,
  decodeDay,
  decodeDeskKeyOffers,
  decodeDrop,
  decodeFragment,
  decodeInner,
  decodeMessage,
  decodeTrayPack,
  displayName,
  findStamp,
  type FragmentPart,
  fragmentFits,
  inflate,
  ITEM_BYTES,
  joinHalves,
  joinMessage,
  joinReply,
  openBatch,
  openBundle,
  openEnvelope,
  openHalf,
  openLayer1,
  openLayer2,
  openSlot,
  receipt,
  REHEARSAL,
  sealBundle,
  sealCell,
  sealSlot,
  seededEnv,
  type SlotPart,
  stampFits,
  STANDARD,
  type Suite,
  type TrustList,
  verifyNow,
  verifyStatement,
  verifyTrustList,
} from '@postern/protocol'
import { Inputs, type Step } from './inputs.ts'
import { type Lookup, type Outcome, outcomeOf, type Scenario } from './scenario.ts'
import { VAULT_STEPS } from './vault-steps.ts'

const STEPS: Readonly<Record<string, Step>> = {
  'verify-trust-list': (suite, inputs) => trustList(suite, inputs),
  'verify-statement': (suite, inputs) =>
    verifyStatement(suite, inputs.bytes('statement'), trustList(suite, inputs)),
  'verify-now': (suite, inputs) => verifyNow(suite, inputs.bytes('now'), trustList(suite, inputs)),
  'decode-desk-key-offers': (_, inputs) => decodeDeskKeyOffers(inputs.bytes('offers')),
  'seal-cell': (suite, inputs) => {
    const statement = verifyStatement(suite, inputs.bytes('statement'), trustList(suite, inputs))
    return sealCell(seededEnv(inputs.text('envSeed'), suite), statement, inputs.bytes('inner'))
  },
  'open-cell': (suite, inputs) => {
    const layer1 = cellLayer1(inputs.bytes('cell'))
    const key = suite.kemKey(inputs.bytes('keySeed'))
    return openLayer1(suite, key, inputs.bytes('statementHash'), layer1)?.plaintext ?? null
  },
  'open-layer-2': (suite, inputs) => {
    const key = suite.kemKey(inputs.bytes('keySeed'))
    const hash = inputs.bytes('statementHash')
    return openLayer2(suite, key, hash, inputs.bytes('layer2'))?.plaintext ?? null
  },
  'decode-inner': (_, inputs) => decodeInner(inputs.bytes('inner')),
  'open-envelope': (suite, inputs) => {
    const key = suite.kemKey(inputs.bytes('keySeed'))
    return openEnvelope(suite, key, inputs.bytes('statementHash'), inputs.bytes('envelope'))
  },
  'find-stamp': (suite, inputs) => findStamp(suite, inputs.bytes('layer1'), inputs.number('bits')),
  'stamp-fits': (suite, inputs) => stampFits(suite, inputs.bytes('cell'), inputs.number('bits')),
  'check-fragment': (suite, inputs) => {
    const fragment = decodeFragment(inputs.bytes('fragment'))
    const fits = fragmentFits(suite, inputs.bytes('organisation'), inputs.bytes('desk'), fragment)
    return { fits, ...fragment }
  },
  'decode-content': (_, inputs) => decodeContent(inputs.bytes('content')),
  'decode-message': (suite, inputs) =>
    decodeMessage(suite, inputs.bytes('message'), inputs.number('maxInflatedBytes')),
  'cut-message': (suite, inputs) => cutMessage(suite, inputs.bytes('message')),
  'join-message': (suite, inputs) => joinMessage(suite, inputs.list('fragments').map(partOf)),
  'open-half': (suite, inputs) => {
    const hand = inputs.number('hand') === 0 ? 0 : 1
    return half(suite, inputs, hand, 'keySeed')
  },
  'open-original': (suite, inputs) => {
    const nothing = new Uint8Array(32)
    const first = half(suite, inputs, 0, 'firstKeySeed') ?? nothing
    const second = half(suite, inputs, 1, 'secondKeySeed') ?? nothing
    const most = inputs.number('maxBytes')
    return joinHalves(suite, placeOf(inputs), [first, second], inputs.bytes('sealed'), most)
  },
  inflate: (_, inputs) => inflate(inputs.bytes('deflated'), inputs.number('maxBytes')),
  'display-name': (_, inputs) => displayName(inputs.text('name')),
  'seal-slot': (suite, inputs) =>
    sealSlot(seededEnv(inputs.text('envSeed'), suite), inputs.bytes('seed'), slotPart(inputs)),
  'open-slot': (suite, inputs) => openSlot(suite, inputs.bytes('seed'), inputs.bytes('slot')),
  'join-reply': (suite, inputs) => {
    const opened = inputs.list('slots').map((slot) => openSlot(suite, inputs.bytes('seed'), slot))
    return joinReply(opened.filter((part) => part !== null))
  },
  receipt: (suite, inputs) =>
    receipt(suite, inputs.bytes('seed'), inputs.number('n'), inputs.number('r')),
  'decode-drop': (_, inputs) => counted(decodeDrop(inputs.bytes('drop'))),
  'decode-day': (_, inputs) => counted({ slots: decodeDay(inputs.bytes('day')) }),
  'decode-tray-pack': (_, inputs) => {
    const column = inputs.text('column') === 'standard' ? STANDARD : REHEARSAL
    const { firstInterval, trays } = decodeTrayPack(column, inputs.bytes('pack'))
    return { firstInterval, trays: trays.length }
  },
  'open-batch': (suite, inputs) => {
    const mix = inputs.text('mix') === 'mix-1' ? 'mix-1' : 'mix-2'
    return openBatch(suite, inputs.bytes('batch'), inputs.bytes('mixKey'), ITEM_BYTES[mix])
  },
  'seal-bundle': (suite, inputs) => {
    const env = seededEnv(inputs.text('envSeed'), suite)
    return sealBundle(env, inputs.bytes('key'), inputs.bytes('payload'))
  },
  'open-bundle': (suite, inputs) => openBundle(suite, inputs.bytes('key'), inputs.bytes('bundle')),
  ...VAULT_STEPS,
}

/** Takes a scenario's step with these primitives; whoever runs it compares the outcome. */
export function runScenario(suite: Suite, scenario: Scenario, lookup: Lookup): Outcome {
  const step = STEPS[scenario.step]
  if (step === undefined) throw new TypeError(`no such step: ${scenario.step}`)
  return outcomeOf(suite, () => step(suite, new Inputs(suite, scenario.inputs, lookup)))
}

/** Under the compiled root, or under a list known before when there is one. */
function trustList(suite: Suite, inputs: Inputs): TrustList {
  const nowMs = inputs.number('nowMs')
  const root = inputs.bytes('root')
  const known = inputs.has('knownTrustList')
    ? verifyTrustList(suite, inputs.bytes('knownTrustList'), root, nowMs)
    : root
  return verifyTrustList(suite, inputs.bytes('trustList'), known, nowMs)
}

function half(suite: Suite, inputs: Inputs, hand: 0 | 1, keySeed: string): Uint8Array | null {
  const key = suite.kemKey(inputs.bytes(keySeed))
  return openHalf(suite, placeOf(inputs), hand, key, inputs.bytes('sealed'))
}

function placeOf(inputs: Inputs): { organisation: Uint8Array; desk: Uint8Array } {
  return { organisation: inputs.bytes('organisation'), desk: inputs.bytes('desk') }
}

function partOf(bytes: Uint8Array): FragmentPart {
  return decodeFragment(bytes)
}

function slotPart(inputs: Inputs): SlotPart {
  return {
    replyId: inputs.bytes('replyId'),
    index: inputs.number('index'),
    count: inputs.number('count'),
    text: inputs.bytes('text'),
  }
}

/** First and last stand for all. */
function counted(lists: Record<string, Uint8Array[]> | ReturnType<typeof decodeDrop>): unknown {
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]: [string, readonly Uint8Array[]]) => [
      name,
      { count: list.length, first: list[0], last: list.at(-1) },
    ]),
  )
}
