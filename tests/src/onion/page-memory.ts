import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, launch, type Page } from 'puppeteer-core'
import type { Timeline } from '../journey/timeline.ts'
import { until } from '../journey/until.ts'
import { makeFile } from './random-file.ts'

const BYTES = 300_000_000
/** Chunks on their way, and what has not been collected yet. */
const MOST_GROWN_BYTES = 150_000_000
const SEND_MS = 600_000

/**
 * What a large file takes in the browser that sends it. Its driver notes no request: one that does is
 * handed each chunk, and the page's process keeps them for it. The onion address leads straight to the
 * front here, for Tor carries 2 MB a second and adds nothing to this.
 */
export async function pageMemory(
  timeline: Timeline,
  { host, port, folder }: { host: string; port: number; folder: string },
): Promise<void> {
  const path = join(folder, 'minutes-of-the-harbour.mov')
  await makeFile(path, BYTES)
  const browser = await launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    networkEnabled: false,
    args: ['--no-sandbox', `--host-resolver-rules=MAP ${host} 127.0.0.1:${port}`],
  })
  try {
    const page = await browser.newPage()
    await page.goto(`http://${host}/en/`)
    await page.waitForSelector('html.at-onion #postern-lane-file')
    const field = await page.$('input#postern-lane-file')
    await field?.uploadFile(path)
    await until('a part has arrived', SEND_MS, async () => /[1-9]/.test(await state(page)))
    const first = await renderersBytes(browser)
    let grown = 0
    await until('the file has arrived', SEND_MS, async () => {
      grown = Math.max(grown, (await renderersBytes(browser)) - first)
      return (await state(page)).startsWith('100%')
    })
    timeline.check(
      `the page’s memory stayed flat: ${megabytes(grown)} more at most, for ${megabytes(BYTES)}`,
      grown < MOST_GROWN_BYTES,
    )
  } finally {
    await browser.close()
  }
}

async function state(page: Page): Promise<string> {
  return String(await page.evaluate(`document.querySelector('#postern-lane-state').textContent`))
}

/** Memory of their own, of all processes that pages run in. */
async function renderersBytes(browser: Browser): Promise<number> {
  const session = await browser.target().createCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  let bytes = 0
  for (const { id, type } of processInfo)
    if (type === 'renderer') {
      const kib = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]
      bytes += Number(kib ?? 0) * 1_024
    }
  return bytes
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
