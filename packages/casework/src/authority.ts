import type { CompartmentKind } from './compartment.ts'
import type { EventBody } from './event-body.ts'
import type { MemberRole } from './member-event.ts'

type Kind = EventBody['kind']

const EVERYWHERE = ['compartment-opened', 'read-in', 'read-out', 'key-turned'] as const
const OF_CONTACTS = [
  'message-assembled',
  'contact-accepted',
  'contact-declined',
  'reply',
  'reply-read',
  'reply-proposed',
  'reply-approved',
  'note',
  'assigned',
  'tagged',
  'clock-withheld',
  'contact-disposed',
] as const
const OF_TWO = ['act-asked', 'act-answered', 'act-done'] as const

/** Where each kind of event may stand. An event in another compartment does not count. */
const PLACES: Readonly<Record<CompartmentKind, ReadonlySet<Kind>>> = {
  desk: new Set<Kind>([
    'member-joined',
    'read-out',
    'key-turned',
    'pair-offered',
    'desk-key',
    'drop-taken',
    'carried',
    'trays-claimed',
    'template-set',
    'second-eyes-set',
    'questionnaire-set',
    'member-invited',
    'invitation-withdrawn',
    'recovery-helped',
    ...OF_CONTACTS,
    ...OF_TWO,
  ]),
  intake: new Set<Kind>(['part-taken']),
  contact: new Set<Kind>([...EVERYWHERE, ...OF_CONTACTS]),
  pair: new Set<Kind>([
    ...EVERYWHERE,
    'key-granted',
    'case-noted',
    'draft-kept',
    'view-kept',
    'share-kept',
  ]),
  docket: new Set<Kind>([
    ...EVERYWHERE,
    ...OF_TWO,
    'assigned',
    'status-set',
    'side-state-set',
    'clock-withheld',
    'retention-set',
    'disposed',
  ]),
  file: new Set<Kind>([
    ...EVERYWHERE,
    'report-filed',
    'recalled',
    'case-noted',
    'tagged',
    'decided',
    'asserted',
    'reliability-judged',
    'credibility-judged',
    'linked',
    'item-taken',
    'derivative-made',
    'custody',
    'time-stamped',
  ]),
  registry: new Set<Kind>([...EVERYWHERE, 'report-sourced', 'item-sourced']),
}

/** All that an agent has to say: a stolen agent answers nobody and judges nothing. */
const OF_AGENTS: ReadonlySet<Kind> = new Set<Kind>([
  'member-joined',
  'pair-offered',
  'desk-key',
  'drop-taken',
  'part-taken',
  'message-assembled',
  'reply-read',
  'carried',
  'trays-claimed',
  'compartment-opened',
  'read-in',
  'key-turned',
  'key-granted',
  'time-stamped',
])

/** Whether an author in this role may say this here. What nobody knows is kept wherever it is. */
export function mayStand(kind: Kind, where: CompartmentKind, role: MemberRole): boolean {
  if (kind === 'unknown' || kind === 'forgotten') return true
  return PLACES[where].has(kind) && (role === 'handler' || OF_AGENTS.has(kind))
}
