/**
 * Says how many updates a developing story has got since this page was opened, and does nothing
 * about it: the reader follows the link or does not. It asks at fixed times after a page came up and
 * for a fixed time, whatever a person does meanwhile, hidden or not, writing or not (V6). The answer
 * has one size for all stories.
 */
const EVERY_MS = 60_000
const TIMES = 30

let asking = new AbortController()
const page = document.querySelector('#page')
if (page !== null) new MutationObserver(begin).observe(page, { childList: true })
begin()

/** A page came up: loaded, or swapped in. What was begun for the one before ends. */
function begin(): void {
  asking.abort()
  asking = new AbortController()
  const place = document.querySelector<HTMLElement>('[data-updates]')
  if (place !== null) void ask(place, new URL('updates', location.href), asking.signal)
}

async function ask(place: HTMLElement, address: URL, ended: AbortSignal): Promise<void> {
  for (let turn = 0; turn < TIMES; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    if (ended.aborted) return
    const now = await countAt(address, ended)
    if (now !== null && !ended.aborted) say(place, now - Number(place.dataset['updates']))
  }
}

/** Null when it did not come, or is no count: the next turn asks again. */
async function countAt(address: URL, signal: AbortSignal): Promise<number | null> {
  try {
    const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', signal })
    const { count }: { count: unknown } = await answer.json()
    return answer.ok && typeof count === 'number' && Number.isInteger(count) ? count : null
  } catch {
    return null
  }
}

function say(place: HTMLElement, fresh: number): void {
  const link = place.querySelector('a')
  if (fresh <= 0 || link === null) return
  const { lang } = document.documentElement
  const words: Record<string, string> = JSON.parse(place.dataset['words'] ?? '{}')
  const form = words[new Intl.PluralRules(lang).select(fresh)] ?? words['other'] ?? '{count}'
  const text = form.replace('{count}', new Intl.NumberFormat(lang).format(fresh))
  if (link.textContent !== text) link.textContent = text
}
