/** The processes that write a log. */
export type Role = 'front' | 'mix-1' | 'mix-2' | 'publisher' | 'desk' | 'agent' | 'postern'

/**
 * What is counted and said only as a total, on the log's own schedule. None of these may tell
 * real from cover or follow from what one person did: mix 2 has no count of covers, the desk
 * server none of sessions. (threat model, "Never written")
 */
export const COUNTED = [
  'cell-kept',
  'cell-of-other-epoch',
  'cell-refused',
  'cell-not-durable',
  'request-refused',
  'request-failed',
  'peer-refused',
  'pull-done',
  'pull-failed',
  'document-taken',
  'document-refused',
  'batch-made',
  'batch-taken',
  'batch-refused',
  'second-batch-refused',
  'statement-drafted',
  'statement-signed',
  'statement-refused',
  'key-made',
  'key-erased',
  'drop-made',
  'day-closed',
  'tray-taken',
  'tray-missing',
  'file-damaged',
  'trays-replaced',
  'time-stamp-failed',
  'bundle-appended',
  'bundle-conflict',
  'enrolment-refused',
  'session-refused',
  'worker-replaced',
  'store-failed',
  'task-failed',
  'task-late',
] as const

export type Counted = (typeof COUNTED)[number]

/** Why a process ends by itself: a closed list, never the message of a foreign error. */
export const FATAL = [
  'bad-config',
  'bad-usage',
  'port-taken',
  'database-newer',
  'disk-full',
  'log-damaged',
  'log-failed',
  'secret-exposed',
  'batch-lost',
  'unexpected',
] as const

export type FatalCode = (typeof FATAL)[number]

/** What a person has to do something about, each with its one sentence. */
export const NOTICES = {
  'rehearsal-column': 'This process runs the rehearsal column: it protects nobody.',
  'root-needed': 'The trust list expires soon: the root key holders must sign the next one.',
  'trust-expired':
    'The trust list has expired: nothing is accepted until the root signs a new one.',
  'clock-off': 'The clock of this machine differs from the other processes by minutes: set it.',
  'disk-full': 'The disk is full: nothing more is taken in until there is room.',
  'mix-silent': 'A mix has published no batch for several intervals: see whether it runs.',
  'front-silent': 'The front cannot be reached: see whether it runs.',
  'publisher-silent': 'The publisher cannot be reached: see whether it runs.',
  'desk-silent':
    'A desk has handed over no trays for a while: answers stop when the last is used. See whether the desk server and the desk agent run.',
  'desk-drops-unopened':
    'A desk has not opened its drops for a week: its keys are erased after 30 days.',
  'statement-late': 'No epoch statement is signed for the coming days: see whether both mixes run.',
  'stamp-refused':
    'The file requests/stamp-bits holds no number that a stamp may have: it is not followed.',
  'desk-left-out':
    'A desk handed in no key in time: the next statement was made without it. See whether its agent runs.',
  'door-closed':
    'No epoch statement covers this hour: cells are refused until the publisher has one.',
  'intake-failed':
    'A cell could not be written safely: cells are refused until this front is started again.',
  'documents-refused':
    'The publisher hands out documents that do not verify: the last good ones stay in use.',
  'site-damaged': 'The rendered site is not whole: the one before it is served.',
  'batch-refused':
    'The stage before hands out a batch that does not verify: it is asked for again at each tick.',
  'second-batch':
    'The stage before shows a second batch under one number: nothing more of it is taken.',
  'batch-lost':
    'A batch that was committed is not on disk and is never made again: empty the file marker of this mix, and it starts over.',
  'draft-refused': 'The publisher hands out a statement that this mix does not sign.',
  'state-restored':
    'This mix was restored from a backup: it has dropped its keys and takes part again from the next statement.',
  'chain-anew':
    'The mix before began its chain of batches anew, as after a restore: ask who runs it.',
} as const

export type NoticeCode = keyof typeof NOTICES

/** What may be said at once: about the process itself, at its start, its end or its own tick. */
export type Said =
  | { event: 'started'; column: 'standard' | 'rehearsal' }
  | { event: 'stopped' }
  | { event: 'notice'; code: NoticeCode }
  | { event: 'fatal'; code: FatalCode; at: FailurePlace | null }

/** `packages/<name>/src/<file>.ts:<line>`: made by placeOf alone, so it holds no foreign text. */
export type FailurePlace = string & { readonly failurePlace: unique symbol }
