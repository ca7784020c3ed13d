import { element } from './element.ts'
import { Speaker } from './speaker.ts'

/**
 * A swap that failed keeps the document and offers the plain link, for all. It stands fixed at the
 * foot, so that nothing moves under the reader's eyes. (V0)
 */
export function showSwapFailure(address: URL): void {
  const speaker = Speaker.ofPage()
  hideSwapFailure()
  if (speaker === null) return
  const link = element('a', { href: address.href }, speaker.say('swapFailedLink'))
  link.dataset['plain'] = ''
  const words = element('p', {}, speaker.say('swapFailed'), ' ', link)
  const note = element(
    'div',
    { id: 'swap-failure', className: 'notice trouble', role: 'alert' },
    words,
  )
  document.querySelector('#page')?.append(note)
}

export function hideSwapFailure(): void {
  document.querySelector('#swap-failure')?.remove()
}
