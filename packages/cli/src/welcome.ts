import { sayDuration } from './duration.ts'
import { deskAddress, frontAddress, type Ports } from './ports.ts'
import type { Prepared } from './prepared.ts'
import type { Say } from './say.ts'

/** What the person who started it needs, in the order in which they need it. */
export interface Welcome extends Prepared {
  readonly ports: Ports
  readonly folder: string
  readonly onion: string | null
}

export function sayWelcome(say: Say, welcome: Welcome): void {
  const { ports, wayIn, fingerprint, clockOffsetMs, folder, onion } = welcome
  const front = frontAddress(ports)
  const desk = deskAddress(ports)
  say.title('Postern runs.')
  say.fact('Readers', front)
  say.fact('Handlers', desk)
  if (onion !== null) say.fact('Onion', `http://${onion} (Tor hands on to port ${ports.onion})`)
  say.fact('Name', wayIn.name)
  say.fact('Passphrase', wayIn.passphrase)
  say.fact('Root words', fingerprint.join(' '))
  say.fact('Data', folder)
  if (clockOffsetMs > 0) say.fact('Clock', `${sayDuration(clockOffsetMs)} ahead`)
  say.line()
  say.line('Try first:')
  say.line(
    '  1. Open the readers\' address, read a story, open "Leave a reply", choose confidence.',
  )
  say.line('  2. Keep the eight words, write, and read on: a part leaves with each page you open.')
  say.line("  3. Open the handlers' address, unlock with name and passphrase, read, answer.")
  say.line('  4. Go back with the eight words alone, in another browser, and read the answer.')
  say.line()
  say.warn(
    'This is the rehearsal column: small intervals, little noise, every key on one machine. ' +
      'It protects nobody.',
  )
  say.line('Ctrl-C stops everything in order.')
  say.result({ event: 'ready', front, desk, wayIn, fingerprint, clockOffsetMs, folder })
}
