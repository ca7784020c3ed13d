import type { DeskRecord } from '../desk-record.ts'
import type { Translated } from '../records/topic.ts'

export const title: Translated = {
  en: 'The Long Quay',
  ru: 'Долгая набережная',
  uk: 'Довга набережна',
  fa: 'اسکلهٔ بلند',
}

export const tagline: Translated = {
  en: 'Independent reporting on Kestria, from outside and from within',
  ru: 'Независимые новости Кестрии — снаружи и изнутри',
  uk: 'Незалежні новини Кестрії — ззовні й зсередини',
  fa: 'گزارش مستقل از کستریا، از بیرون و از درون',
}

export const about: Translated = {
  en: 'The Long Quay is named after the street in Lodva where its first newsroom stood until it was sealed. Kestria, its towns and its people are invented: this is the demonstration organisation of Postern.',
  ru: 'Газета названа по улице в Лодве, где была её первая редакция, пока помещение не опечатали. Кестрия, её города и люди вымышлены: это организация для показа системы Postern.',
  uk: 'Газету названо за вулицею в Лодві, де була її перша редакція, доки приміщення не опечатали. Кестрію, її міста й людей вигадано: це організація для показу системи Postern.',
  fa: 'نام روزنامه از خیابانی در لودوا گرفته شده که نخستین تحریریه‌اش آنجا بود، تا روزی که آن را پلمب کردند. کستریا و شهرها و مردمش ساختگی‌اند: این سازمان نمایشی Postern است.',
}

export const desks: readonly DeskRecord[] = [
  {
    name: 'investigations',
    titles: {
      en: {
        title: 'Investigations',
        description: 'Public money, contracts, courts. Read by four reporters.',
      },
      ru: {
        title: 'Расследования',
        description: 'Казённые деньги, подряды, суды. Читают четыре журналиста.',
      },
      uk: {
        title: 'Розслідування',
        description: 'Державні гроші, підряди, суди. Читають четверо журналістів.',
      },
      fa: {
        title: 'گزارش‌های تحقیقی',
        description: 'پول عمومی، قراردادها، دادگاه‌ها. چهار خبرنگار می‌خوانند.',
      },
    },
  },
  {
    name: 'army-and-families',
    titles: {
      en: {
        title: 'Army and families',
        description: 'Conscription, barracks, the missing. Read by two reporters and a lawyer.',
      },
      ru: {
        title: 'Армия и семьи',
        description: 'Призыв, казармы, пропавшие. Читают два журналиста и юрист.',
      },
      uk: {
        title: 'Армія і родини',
        description: 'Призов, казарми, зниклі. Читають двоє журналістів і юрист.',
      },
      fa: {
        title: 'ارتش و خانواده‌ها',
        description: 'سربازی، پادگان‌ها، گم‌شدگان. دو خبرنگار و یک وکیل می‌خوانند.',
      },
    },
  },
  /** Without a title: sources are not offered it, and fronts seal letters for it. */
  { name: 'letters', titles: {} },
]
