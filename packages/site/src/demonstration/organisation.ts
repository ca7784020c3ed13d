import type { DeskRecord, Translated } from '../record.ts'

export const title: Translated = { en: 'The Long Quay', ru: 'Долгая набережная' }

export const tagline: Translated = {
  en: 'Independent reporting on Kestria, from outside and from within',
  ru: 'Независимые новости Кестрии — снаружи и изнутри',
}

export const about: Translated = {
  en: 'The Long Quay is named after the street in Lodva where its first newsroom stood until it was sealed. Kestria, its towns and its people are invented: this is the demonstration organisation of Postern.',
  ru: 'Газета названа по улице в Лодве, где была её первая редакция, пока помещение не опечатали. Кестрия, её города и люди вымышлены: это организация для показа системы Postern.',
}

export const desks: readonly DeskRecord[] = [
  {
    name: 'investigations',
    titles: {
      en: {
        title: 'Investigations',
        description: 'Public money, contracts, courts and officials. Read by four reporters.',
      },
      ru: {
        title: 'Расследования',
        description: 'Казённые деньги, подряды, суды и чиновники. Читают четыре журналиста.',
      },
    },
  },
  {
    name: 'army-and-families',
    titles: {
      en: {
        title: 'Army and families',
        description:
          'Conscription, barracks, hospitals, the missing. Read by two reporters and a lawyer.',
      },
      ru: {
        title: 'Армия и семьи',
        description: 'Призыв, казармы, госпитали, пропавшие. Читают два журналиста и юрист.',
      },
    },
  },
]
