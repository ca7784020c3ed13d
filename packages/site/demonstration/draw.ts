/**
 * Draws the pictures of the demonstration paper and cuts them: `node packages/site/demonstration/draw.ts`.
 * They are original: made of a few shapes, gradients and noise, nothing of them is photographed.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { cutPicture } from './cut-picture.ts'

const FOLDER = join(import.meta.dirname, 'pictures')
const WIDTH = 1_200
const HEIGHT = 800

/** The same picture at every run: a small generator with a fixed beginning (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))

function fade(id: string, stops: readonly (readonly [number, string])[], down = true): string {
  const end = down ? 'x2="0" y2="1"' : 'x2="1" y2="0"'
  const list = stops.map(([at, colour]) => `<stop offset="${at}" stop-color="${colour}"/>`).join('')
  return `<linearGradient id="${id}" x1="0" y1="0" ${end}>${list}</linearGradient>`
}

/** Film grain over the whole picture, and soft waves for water and mist. */
const FILTERS = `
  <filter id="grain"><feTurbulence type="fractalNoise" baseFrequency="0.8" numOctaves="2" seed="7"/>
    <feColorMatrix values="0 0 0 0 0.5  0 0 0 0 0.5  0 0 0 0 0.5  0.16 0 0 0 0"/></filter>
  <filter id="water"><feTurbulence type="fractalNoise" baseFrequency="0.004 0.06" numOctaves="4" seed="3"/>
    <feColorMatrix values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  0 1.1 0 0 -0.42"/></filter>
  <filter id="cloud"><feTurbulence type="fractalNoise" baseFrequency="0.003 0.009" numOctaves="5" seed="11"/>
    <feColorMatrix values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  1.5 0 0 0 -0.62"/></filter>
  <filter id="soft"><feGaussianBlur stdDeviation="6"/></filter>
  <filter id="far"><feGaussianBlur stdDeviation="1.4"/></filter>`

function scene(gradients: string, shapes: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
    <defs>${gradients}${FILTERS}</defs>${shapes}
    <rect width="100%" height="100%" filter="url(#grain)"/></svg>`
}

function ridge(seed: number, base: number, rough: number, colour: string): string {
  const next = chance(seed)
  let y = base
  const points = times(61, (n) => {
    y = base + (y - base) * 0.9 + (next() - 0.5) * rough
    return `${n * 20},${y.toFixed(1)}`
  })
  return `<polygon points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}" fill="${colour}"/>`
}

function bridge(): string {
  const piers = times(6, (n) => {
    const x = 90 + n * 200
    return `<path d="M${x} 420 l14 170 h22 l14 -170 z" fill="#2d2a33"/>
      <path d="M${x + 2} 590 l-6 130 h58 l-6 -130 z" fill="#2d2a33" opacity="0.28" filter="url(#soft)"/>`
  })
  const truss = times(
    48,
    (n) =>
      `<path d="M${n * 25} 420 l12.5 -46 l12.5 46" stroke="#2d2a33" stroke-width="3" fill="none"/>`,
  )
  return scene(
    fade('sky', [
      [0, '#5b6f8f'],
      [0.5, '#d9a98a'],
      [0.72, '#f3d8b4'],
    ]) +
      fade('river', [
        [0, '#cfae96'],
        [1, '#3d4a5e'],
      ]),
    `<rect width="100%" height="580" fill="url(#sky)"/><rect width="100%" height="560" filter="url(#cloud)" opacity="0.5"/>
     <circle cx="900" cy="470" r="46" fill="#fff1d6"/><circle cx="900" cy="470" r="120" fill="#fff1d6" opacity="0.25" filter="url(#soft)"/>
     <g filter="url(#far)">${ridge(5, 540, 26, '#6d6a78')}</g>
     <rect y="580" width="100%" height="220" fill="url(#river)"/><rect y="580" width="100%" height="220" filter="url(#water)" opacity="0.5"/>
     <rect y="366" width="100%" height="9" fill="#2d2a33"/>${truss.join('')}<rect y="418" width="100%" height="16" fill="#2d2a33"/>${piers.join('')}`,
  )
}

function ward(): string {
  const next = chance(21)
  const windows = times(9, (floor) =>
    times(14, (n) => {
      const isLit = floor === 0
      const colour = isLit ? '#f6d98c' : next() < 0.04 ? '#4a4c5c' : '#1c1f2b'
      return `<rect x="${330 + n * 40}" y="${150 + floor * 58}" width="24" height="34" fill="${colour}"/>`
    }).join(''),
  )
  return scene(
    fade('night', [
      [0, '#0d1220'],
      [0.7, '#2b3650'],
      [1, '#46506a'],
    ]) +
      fade('wall', [
        [0, '#262a38'],
        [1, '#171a24'],
      ]),
    `<rect width="100%" height="100%" fill="url(#night)"/><rect width="100%" height="480" filter="url(#cloud)" opacity="0.13"/>
     <g filter="url(#far)">${ridge(9, 640, 30, '#141824')}</g>
     <rect x="300" y="118" width="610" height="560" fill="url(#wall)"/>${windows.join('')}
     <rect x="310" y="140" width="590" height="54" fill="#f6d98c" opacity="0.22" filter="url(#soft)"/>
     <rect y="676" width="100%" height="124" fill="#0f131d"/><rect y="676" width="100%" height="124" filter="url(#water)" opacity="0.16"/>
     <rect x="330" y="690" width="550" height="10" fill="#f6d98c" opacity="0.3" filter="url(#soft)"/>`,
  )
}

function ferry(): string {
  const piles = times(
    9,
    (n) =>
      `<rect x="${40 + n * 46}" y="${520 + (n % 3) * 5}" width="10" height="130" fill="#453b35"/>`,
  )
  return scene(
    fade('mist', [
      [0, '#a9b6bd'],
      [0.6, '#dcdcd2'],
      [1, '#b9c0bf'],
    ]) +
      fade('river', [
        [0, '#c9cfcd'],
        [1, '#6f7f86'],
      ]),
    `<rect width="100%" height="100%" fill="url(#mist)"/><g opacity="0.5" filter="url(#soft)">${ridge(31, 420, 40, '#8b979b')}</g>
     <g opacity="0.7" filter="url(#far)">${ridge(33, 470, 24, '#75838a')}</g>
     <rect y="500" width="100%" height="300" fill="url(#river)"/><rect y="500" width="100%" height="300" filter="url(#water)" opacity="0.55"/>
     <rect x="0" y="508" width="470" height="16" fill="#5b4d44"/>${piles.join('')}
     <path d="M520 560 h520 l-46 58 h-430 z" fill="#3b434a"/><rect x="540" y="546" width="480" height="16" fill="#7d3f35"/>
     <rect x="860" y="440" width="96" height="108" fill="#e7e3d8"/><rect x="874" y="456" width="68" height="34" fill="#4b5a63"/>
     <rect x="852" y="430" width="112" height="12" fill="#7d3f35"/><path d="M640 546 v-52 m70 52 v-52 m70 52 v-52 M600 510 h220" stroke="#3b434a" stroke-width="4" fill="none"/>
     <path d="M530 624 h460 l-30 70 h-400 z" fill="#3b434a" opacity="0.25" filter="url(#soft)"/>
     <rect width="100%" height="560" y="240" filter="url(#cloud)" opacity="0.35"/>`,
  )
}

function library(): string {
  const figures = times(13, (n) => {
    const x = 90 + n * 82
    const y = 690 - n * 38
    const light = 24 + n * 5
    const colour = `rgb(${light + 10},${light},${light - 4})`
    return `<g fill="${colour}"><circle cx="${x}" cy="${y - 92}" r="17"/><path d="M${x - 22} ${y - 70} q22 -14 44 0 l8 96 h-60 z"/>
      <path d="M${x + 14} ${y - 52} l40 -22" stroke="${colour}" stroke-width="11" stroke-linecap="round"/>
      <rect x="${x + 44}" y="${y - 94}" width="26" height="19" fill="${['#8c3b2e', '#4e6a52', '#a58a4a', '#46587a'][n % 4]}" transform="rotate(-18 ${x + 57} ${y - 84})"/></g>`
  })
  const steps = times(
    15,
    (n) =>
      `<path d="M${n * 82} ${740 - n * 38} h82 v-38 h${WIDTH} v${HEIGHT} h-${WIDTH + 82} z" fill="rgb(${16 + n * 3},${13 + n * 2},${12 + n * 2})"/>`,
  )
  return scene(
    `<radialGradient id="door" cx="0.93" cy="0.13" r="0.95"><stop offset="0" stop-color="#f8e2ae"/><stop offset="0.28" stop-color="#a97f4c"/><stop offset="1" stop-color="#15110f"/></radialGradient>`,
    `<rect width="100%" height="100%" fill="url(#door)"/><rect x="1040" y="20" width="130" height="210" fill="#fff3d0"/>
     ${steps.join('')}${figures.join('')}<rect width="100%" height="100%" filter="url(#cloud)" opacity="0.06"/>`,
  )
}

function nightTrain(): string {
  const next = chance(77)
  const stars = times(
    160,
    () =>
      `<circle cx="${(next() * WIDTH).toFixed(0)}" cy="${(next() * 380).toFixed(0)}" r="${(next() * 1.5 + 0.3).toFixed(1)}" fill="#fff" opacity="${(next() * 0.7 + 0.2).toFixed(2)}"/>`,
  )
  const coaches = times(6, (n) => {
    const x = 120 + n * 160
    const windows = times(
      6,
      (w) =>
        `<rect x="${x + 12 + w * 23}" y="590" width="15" height="17" fill="${next() < 0.2 ? '#30343f' : '#ffd98a'}"/>`,
    )
    return `<rect x="${x}" y="578" width="152" height="48" rx="5" fill="${n === 3 ? '#6b2f2a' : '#20242e'}"/>${windows.join('')}`
  })
  return scene(
    fade('night', [
      [0, '#070b1a'],
      [0.6, '#1d2c4a'],
      [1, '#2f4060'],
    ]),
    `<rect width="100%" height="100%" fill="url(#night)"/>${stars.join('')}<rect width="100%" height="420" filter="url(#cloud)" opacity="0.1"/>
     ${ridge(41, 350, 90, '#1a2740')}${ridge(43, 440, 70, '#131d33')}${ridge(47, 540, 44, '#0c1424')}
     <rect x="100" y="596" width="1010" height="30" fill="#ffd98a" opacity="0.18" filter="url(#soft)"/>${coaches.join('')}
     <rect y="628" width="100%" height="8" fill="#05070d"/><rect y="636" width="100%" height="164" fill="#080d18"/>
     <rect x="120" y="650" width="960" height="26" fill="#ffd98a" opacity="0.1" filter="url(#soft)"/>`,
  )
}

function gauge(): string {
  const metre = (n: number): number => 720 - n * 105
  const marks = times(61, (n) => {
    const y = metre(n / 10)
    const isWhole = n % 10 === 0
    return `<rect x="560" y="${y - 1.5}" width="${isWhole ? 80 : n % 5 === 0 ? 52 : 28}" height="3" fill="#1d1d1d"/>`
  })
  const digits = times(
    6,
    (n) =>
      `<text x="662" y="${metre(n + 1) + 14}" font-family="DejaVu Sans" font-weight="bold" font-size="44" fill="#8c1d18">${n + 1}</text>`,
  )
  return scene(
    fade('stone', [
      [0, '#b9b4a8'],
      [1, '#8b867b'],
    ]) +
      fade('river', [
        [0, '#6b7f7c'],
        [1, '#35474a'],
      ]),
    `<rect width="100%" height="100%" fill="url(#stone)"/>
     ${times(9, (r) => times(8, (c) => `<rect x="${c * 170 - (r % 2) * 85}" y="${r * 92}" width="166" height="88" fill="#000" opacity="${0.03 + ((r * 5 + c * 3) % 7) * 0.012}"/>`).join('')).join('')}
     <rect x="540" y="40" width="190" height="720" fill="#f2efe4"/><rect x="540" y="40" width="12" height="720" fill="#8c1d18"/>
     ${marks.join('')}${digits.join('')}
     <rect y="${metre(4.6)}" width="100%" height="${HEIGHT}" fill="url(#river)" opacity="0.86"/>
     <rect y="${metre(4.6)}" width="100%" height="${HEIGHT}" filter="url(#water)" opacity="0.45"/>
     <rect y="${metre(4.6) - 3}" width="100%" height="6" fill="#e9f0ec" opacity="0.7"/>`,
  )
}

const SCENES = { bridge, ward, ferry, library, 'night-train': nightTrain, 'flood-gauge': gauge }

rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
const pictures = []
for (const [name, draw] of Object.entries(SCENES)) {
  const raster = await sharp(Buffer.from(draw())).resize({ width: 960 }).png().toBuffer()
  const { picture, files } = await cutPicture(name, new Uint8Array(raster))
  for (const [file, bytes] of files) writeFileSync(join(FOLDER, file), bytes)
  pictures.push(picture)
}
writeFileSync(join(FOLDER, '..', 'pictures.json'), `${JSON.stringify(pictures, null, 2)}\n`)
