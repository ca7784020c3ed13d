import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { makePdf } from '../journey/pdf.ts'
import { makePicture } from '../journey/picture.ts'
import { Timeline } from '../journey/timeline.ts'
import { faultsOfBag, newRecipient, openExport, runVerifier, verifyStamps } from './export-check.ts'
import { House } from './house.ts'

const FIRST_WORDS = 'Ночью у третьего причала меняли номера вагонов. Снимок и накладная приложены.'
const SECOND_WORDS = 'Я видел то же самое с другой стороны порта.'
const LATE_WORDS = 'Кто-нибудь прочтёт это?'
const ASSERTION = 'Wagon numbers were changed at the third quay'
const SECOND_ASSERTION = 'The same wagons left with other numbers'
const REPORT = 'Wagon numbers at the third quay were changed at night.'
const AFTER_READ_OUT = 'What boris must not read'
const SHOTS = process.env['POSTERN_SHOTS']

const timeline = new Timeline()
const folder = mkdtempSync(join(tmpdir(), 'postern-desk-journey-'))
const house = await House.open()
timeline.say('a desk server, an agent, an authority, and three handlers in three browsers')
try {
  await play()
} catch (error) {
  timeline.check('it reaches its end', false, error instanceof Error ? (error.stack ?? '') : '')
} finally {
  await house.close()
  rmSync(folder, { recursive: true })
}
timeline.close()
process.exitCode = timeline.failed === 0 ? 0 : 1

async function play(): Promise<void> {
  const [anna, boris, vera] = [house.page('anna'), house.page('boris'), house.page('vera')]
  await contactBecomesCase(anna)
  await readIn(anna, boris, vera)
  await answer(anna, boris)
  await corroborate(anna, boris)
  await search(anna)
  await figures(anna)
  await evidence(anna)
  await clocks(anna)
  await exportCase(anna, boris)
  await readOut(anna, boris, vera)
  await dispose(anna, vera)
  timeline.check('no page had an error', house.errors.length === 0, house.errors.join(' | '))
}

async function contactBecomesCase(anna: Page): Promise<void> {
  const photo = new Uint8Array(readFileSync(await makePicture(anna, folder)))
  house.write(FIRST_WORDS, [
    { name: 'причал 3.jpg', mediaType: 'image/jpeg', bytes: photo },
    { name: '=накладная.pdf', mediaType: 'application/pdf', bytes: makePdf('Waybill 14') },
  ])
  await anna.locator('[data-contact]').first().click()
  await anna.locator('.message .text', { hasText: FIRST_WORDS }).waitFor()
  timeline.say('anna reads the contact')
  await anna.getByRole('button', { name: 'Accept' }).click()
  await anna.getByText('There is no case whose file').waitFor()
  await anna.locator('#open-case').click()
  await anna.locator('#file-report').waitFor()
  await fileReport(anna, REPORT, 2)
  await caseRow(anna).first().click()
  await anna.locator('.case .text', { hasText: REPORT }).waitFor()
  await anna.locator('.case .file h4', { hasText: 'Item 2' }).waitFor()
  timeline.check('a contact is accepted and becomes a case with a report and two items', true)
}

async function answer(anna: Page, boris: Page): Promise<void> {
  await anna.locator('[data-contact]').first().click()
  await anna.locator('#answer').fill('Давайте встретимся в среду.')
  await anna.getByRole('button', { name: 'Send answer' }).click()
  await anna.getByText('seems to ask for a meeting').waitFor()
  await shoot(anna, 'answer-warned')
  timeline.check(
    'an answer that asks for a meeting is warned of before it leaves',
    await anna.getByRole('button', { name: 'Send it anyway' }).isVisible(),
  )
  await anna.locator('#answer').fill('Мы прочли. Берегите себя.')
  await anna.locator('#templates > summary').click()
  await anna.locator('#template-name').fill('Read')
  await anna.getByRole('button', { name: 'Keep what stands in the box' }).click()
  await boris.locator('[data-contact]').first().click()
  await boris.locator('#templates > summary').click()
  await boris.locator('.templates button', { hasText: 'Read' }).click()
  timeline.check(
    'the desk’s own words are there for a colleague',
    (await boris.locator('#answer').inputValue()) === 'Мы прочли. Берегите себя.',
  )
  await anna.getByRole('button', { name: 'Have each answer read by a second person' }).click()
  await boris.getByRole('button', { name: 'Show to a second person' }).waitFor()
  await anna.getByRole('button', { name: 'Show to a second person' }).click()
  await boris.getByRole('button', { name: 'Send this answer' }).click()
  await anna.locator('.reply .delivery').waitFor()
  timeline.check('with a second pair of eyes an answer leaves once another has read it', true)
  const device = await house.freshDevice('boris')
  const drafts = [...(device.rooms[0]?.log.casebook.personal.drafts.values() ?? [])]
  const others = await house.freshDevice('anna')
  const seen = [...(others.rooms[0]?.log.casebook.personal.drafts.values() ?? [])]
  timeline.check(
    'half an answer is kept for who wrote it, on any device, and for nobody else',
    drafts.length === 1 && seen.length === 0,
    `${drafts.length} ${seen.length}`,
  )
  await caseRow(anna).first().click()
  await caseRow(boris).first().click()
}

async function fileReport(page: Page, text: string, files: number): Promise<void> {
  await page.locator('#file-report-text').fill(text)
  for (let at = 0; at < files; at++) await page.locator(`#file-report-file-${at}`).check()
  await page.getByRole('button', { name: 'File a report into a case' }).click()
}

function caseRow(page: Page): ReturnType<Page['locator']> {
  return page.locator('nav .desks').nth(1).locator('button')
}

async function readIn(anna: Page, boris: Page, vera: Page): Promise<void> {
  await anna.locator('#read-in-member').selectOption({ label: 'boris' })
  await anna.locator('#read-in-sight').selectOption('file')
  await anna.locator('#read-in-reason').fill('knows the port')
  await anna.getByRole('button', { name: 'Read in' }).click()
  await caseRow(boris).first().click()
  await boris.locator('.case .text', { hasText: REPORT }).waitFor()
  timeline.check('boris is read in and reads it from its beginning', true)
  timeline.check('vera has no row of it', (await caseRow(vera).count()) === 0)
  await boris.getByRole('button', { name: 'Look at it' }).first().click()
  await boris.getByText('you may not know whose it is').first().waitFor()
  timeline.check('boris has the file and not the sources: no bytes lead him to one', true)
}

async function corroborate(anna: Page, boris: Page): Promise<void> {
  house.write(SECOND_WORDS)
  await anna.locator('[data-contact]', { hasText: SECOND_WORDS }).click()
  await anna.getByRole('button', { name: 'Accept' }).click()
  await fileReport(anna, 'Seen from the other side of the port.', 0)
  await caseRow(anna).first().click()
  for (const text of [ASSERTION, SECOND_ASSERTION]) {
    await anna.locator('#assert-text').fill(text)
    await anna.locator('#assert-basis').selectOption({ index: 1 })
    await anna.getByRole('button', { name: 'Add assertion' }).click()
    await anna.locator('.case .text', { hasText: text }).waitFor()
  }
  await anna.locator('#link-from').selectOption({ label: SECOND_ASSERTION })
  await anna.locator('#link-to').selectOption({ label: ASSERTION })
  await anna.locator('#link-relation').selectOption('corroborates')
  await anna.getByRole('button', { name: 'Link two' }).click()
  await anna.getByText('Give the reason first').waitFor()
  await anna.locator('#link-reason').fill('two people who do not know each other')
  await anna.locator('#link-independence').selectOption('independent')
  await anna.getByRole('button', { name: 'Link two' }).click()
  await anna.getByText('Independently corroborated: 1').first().waitFor()
  timeline.check(
    'a second contact corroborates, and it counts since independence is declared',
    true,
  )
  const assertion = boris.locator('.case .message', { hasText: ASSERTION }).first()
  await assertion.locator('select').first().selectOption('B')
  await assertion.locator('select').nth(1).selectOption('2')
  await assertion.locator('input[type=text]').fill('was right before')
  await assertion.getByRole('button', { name: 'Judge' }).click()
  await anna.getByText('B2: usually reliable; probably true').waitFor()
  timeline.check('boris grades it, apart for who says it and for what is said', true)
}

/** By the beginning of a word, whatever its ending, from the keyboard alone. */
async function search(anna: Page): Promise<void> {
  const rows = anna.locator('[data-contact]')
  await anna.locator('.case h2').click()
  await anna.keyboard.press('/')
  await anna.keyboard.type('вагона')
  await anna.getByText('Shown: 1').waitFor()
  const found = await rows.allTextContents()
  await shoot(anna, 'desk-search')
  await anna.keyboard.press('Escape')
  await anna.getByText('Shown: 1').waitFor({ state: 'detached' })
  timeline.check(
    'a word of the first contact finds it alone, and Escape brings all back',
    found.length === 1 && (await rows.count()) === 2,
    found.join(' | '),
  )
}

async function figures(anna: Page): Promise<void> {
  await anna.locator('#figures').click()
  await anna.locator('.figures .chart').waitFor()
  const quarter = await anna
    .locator('.figures table')
    .last()
    .locator('tbody tr')
    .first()
    .textContent()
  await shoot(anna, 'desk-figures')
  timeline.check(
    'two contacts are under five, and the figures for others do not say more',
    /Q\d(under five)+$/u.test(quarter ?? ''),
    quarter ?? '',
  )
  await caseRow(anna).first().click()
}

async function evidence(anna: Page): Promise<void> {
  const item = anna.locator('.case .file').first()
  await item.getByRole('button', { name: 'Check the hash' }).click()
  await item.getByText('The bytes are those that left').waitFor()
  await item.getByRole('button', { name: 'Look at it' }).click()
  await item.locator('canvas').waitFor()
  await item.locator('summary', { hasText: 'What was done with it: 4' }).click()
  for (const act of ['became evidence', 'taken', 'hash checked', 'viewed'])
    await item.locator('li', { hasText: act }).first().waitFor()
  timeline.check('an item is checked and looked at, and its custody says so', true)
  await shoot(anna, 'case-evidence')
  house.passDays(1)
  await anna.locator('.case .proof', { hasText: 'Time-stamped:' }).first().waitFor()
  timeline.check('the next day its custody is time-stamped', true)
}

async function clocks(anna: Page): Promise<void> {
  house.write(LATE_WORDS)
  await anna.locator('[data-contact]', { hasText: LATE_WORDS }).waitFor()
  house.passDays(9)
  const row = anna.locator('[data-contact]', { hasText: LATE_WORDS })
  await row.locator('.late', { hasText: 'overdue' }).waitFor()
  await row.click()
  await anna.locator('.thread .late').first().waitFor()
  await shoot(anna, 'contact-clocks')
  timeline.check('nine days later its clock warns, in the list and in the thread', true)
  await caseRow(anna).first().click()
}

async function exportCase(anna: Page, boris: Page): Promise<void> {
  const recipient = newRecipient(folder)
  await anna.locator('#ask-act').selectOption('export')
  await anna.locator('#ask-reason').fill('for the prosecutor')
  await anna.getByRole('button', { name: 'Ask for a second signature' }).click()
  await anna.getByText('Export · anna · waits').waitFor()
  timeline.check(
    'one signature opens no export',
    !(await anna.getByRole('button', { name: 'Seal and save' }).isVisible()),
  )
  await boris.getByRole('button', { name: 'Approve' }).click()
  await anna.getByRole('button', { name: 'Seal and save' }).click()
  await anna.getByText('Give at least one public key').waitFor()
  await anna.locator('#recipients').fill('someone@example.org')
  await anna.getByRole('button', { name: 'Seal and save' }).click()
  await anna.getByText('This is no public key of age: someone@example.org').waitFor()
  await anna.locator('#recipients').fill(recipient.key)
  await shoot(anna, 'case-export')
  const coming = anna.waitForEvent('download')
  await anna.getByRole('button', { name: 'Seal and save' }).click()
  const saved = join(folder, 'case.zip.age')
  await (await coming).saveAs(saved)
  await anna.getByText('Saved. The approval is used up.').waitFor()
  await anna.getByText('Export · anna · done').waitFor()
  timeline.check('two signed, one sealed it for age, and the approval is used up', true)
  const bag = openExport(saved, recipient.identity, folder)
  const faults = faultsOfBag(bag)
  timeline.check('the export is a valid bag (RFC 8493)', faults.length === 0, faults.join('; '))
  const { holds, said } = runVerifier(bag)
  timeline.check('its own verifier is content, with Python alone', holds, said)
  const { all, right } = verifyStamps(bag, said)
  timeline.check(`OpenSSL verifies ${right} of ${all} time-stamps`, all > 0 && right === all)
  const everything = readFileSync(join(bag, 'data/case.json'), 'utf8')
  const isSilent = !everything.includes(FIRST_WORDS) && !everything.includes('conversation')
  timeline.check('no word of a source and no conversation is in it', isSilent)
  const items = readFileSync(join(bag, 'data/items.jsonl'), 'utf8')
  timeline.check(
    'both items are in it, whole',
    (items.match(/"state":"whole"/gu) ?? []).length === 2,
  )
}

async function readOut(anna: Page, boris: Page, vera: Page): Promise<void> {
  await anna.locator('#read-in-member').selectOption({ label: 'vera' })
  await anna.locator('#read-in-sight').selectOption('file')
  await anna.locator('#read-in-reason').fill('takes over')
  await anna.getByRole('button', { name: 'Read in' }).click()
  await caseRow(vera).first().click()
  await anna.locator('#read-out-member').selectOption({ label: 'boris' })
  await anna.locator('#read-out-reason').fill('moves to another desk')
  await anna.getByRole('button', { name: 'Read out' }).click()
  await anna.locator('.case li', { hasText: 'boris' }).waitFor({ state: 'detached' })
  await anna.locator('#note-text').fill(AFTER_READ_OUT)
  await anna.getByRole('button', { name: 'Add note' }).click()
  await vera.locator('.case .text', { hasText: AFTER_READ_OUT }).waitFor()
  const shown = await boris.locator('body').textContent()
  timeline.check(
    'boris was read out: his page does not show what came later',
    shown?.includes(AFTER_READ_OUT) === false,
  )
  const device = await house.freshDevice('boris')
  const [held] = device.rooms[0]?.log.casebook.cases.values() ?? []
  const notes = held?.file?.content.notes.map(({ facts }) => facts.text) ?? []
  timeline.check(
    'and his keys open nothing of it in the whole log',
    !notes.includes(AFTER_READ_OUT),
  )
}

async function dispose(anna: Page, vera: Page): Promise<void> {
  await anna.locator('#keeping > summary').click()
  await anna.locator('#dispose-basis').fill('the source asked for it')
  await anna.getByRole('button', { name: 'Dispose of this case' }).click()
  await anna.getByText('Not yet: it is retained until').waitFor()
  await anna.locator('#ask-act').selectOption('early-disposal')
  await anna.locator('#ask-reason').fill('the source asked for it')
  await anna.getByRole('button', { name: 'Ask for a second signature' }).click()
  await vera.getByRole('button', { name: 'Approve' }).click()
  await anna.getByText('Dispose of it early · anna · approved').waitFor()
  await anna.getByRole('button', { name: 'Dispose of this case' }).click()
  for (const page of [anna, vera]) await page.getByText('Disposed of:').waitFor()
  await shoot(anna, 'case-disposed')
  timeline.check('disposal leaves a certificate, for each who was read in', true)
  const isShown = await anna.locator('.case .text', { hasText: REPORT }).count()
  timeline.check('and none of its words on the page', isShown === 0)
  house.passDays(1)
  await house.putBack('anna')
  const device = await house.freshDevice('anna')
  const [held] = device.rooms[0]?.log.casebook.cases.values() ?? []
  timeline.check(
    'the keyring that she put back opens its certificate and no file',
    held?.docket.disposed != null && held.file === null,
    `${held?.docket.disposed?.basis} ${held?.file?.content.reports.size}`,
  )
}

/** Looked at by axe, and by whoever asks for pictures. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()')
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  timeline.check(`${name}: axe finds nothing`, found.length === 0, found.join(' | '))
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
}
