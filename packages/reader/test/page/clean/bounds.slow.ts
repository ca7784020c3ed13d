import { strToU8, zipSync, zlibSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { cleanFile } from '../../../src/page/clean/clean-file.ts'
import { Job } from '../../../src/page/clean/job.ts'
import { plantedDocx } from './planted.ts'

async function cleaned(bytes: Uint8Array): Promise<unknown> {
  return cleanFile(new Blob([Uint8Array.from(bytes)]), new Job())
}

/** Says of every part in the list at the end that it holds so many bytes. */
function saying(size: number, packed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(packed)
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
    bytes.writeUInt32LE(size, at + 24)
  return bytes
}

describe('a package', () => {
  test('of which little becomes much is refused before it grows', async () => {
    const bomb = saying(0xffff_fff0, plantedDocx())
    await expect(cleaned(bomb)).rejects.toMatchObject({ code: 'too-large' })
  })

  test('that says less than it holds grows no further than it says, and is damaged', async () => {
    const liar = saying(100, plantedDocx({ 'word/document.xml': new Uint8Array(300_000) }))
    await expect(cleaned(liar)).rejects.toMatchObject({ code: 'damaged' })
  })

  test('of thousands of parts is too much', async () => {
    const parts = Array.from({ length: 4_001 }, (_, at) => [`p${at}`, new Uint8Array(1)] as const)
    const packed = zipSync(Object.fromEntries(parts), { level: 0 })
    await expect(cleaned(packed)).rejects.toMatchObject({ code: 'too-long' })
  })
})

describe('a PDF', () => {
  test('of too many pages is too much', async () => {
    await expect(cleaned(manyPages(2_001))).rejects.toMatchObject({ code: 'too-long' })
  })

  test('whose streams grow without end is refused', async () => {
    await expect(cleaned(growingPdf())).rejects.toMatchObject({ code: 'too-large' })
  })
})

/** Pages without anything on them. */
function manyPages(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, at) => `${at + 3} 0 R`).join(' ')
  const pages = Array.from(
    { length: count },
    (_, at) => `${at + 3} 0 obj<</Type/Page/Parent 2 0 R>>endobj`,
  )
  return strToU8(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[${kids}]/Count ${count}>>endobj\n${pages.join('\n')}\ntrailer<</Root 1 0 R>>`,
  )
}

/** An object stream of a few hundred kilobytes that unfolds to hundreds of megabytes. */
function growingPdf(): Uint8Array {
  const stream = zlibSync(new Uint8Array(100_000_000), { level: 1 })
  return Buffer.concat([
    strToU8(
      '%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]>>endobj\n',
    ),
    strToU8(
      `3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>stream\n`,
    ),
    stream,
    strToU8('\nendstream endobj\ntrailer<</Root 1 0 R>>'),
  ])
}
