import { element } from './element.ts'

/** One field of a small form. */
export interface ActField {
  readonly name: string
  readonly label: string
  /** Choices as value and words; absent: text. */
  readonly choices?: readonly (readonly [value: string, words: string])[]
  readonly isLong?: boolean
}

/**
 * A form for one act: its fields, and one button. It is emptied when the act was taken; what `act`
 * gives back is said instead, and nothing typed is lost.
 */
export function actForm(
  id: string,
  label: string,
  fields: readonly ActField[],
  act: (value: (name: string) => string) => string | null,
): HTMLFormElement {
  const status = element('p', { className: 'answer-status' })
  status.setAttribute('role', 'status')
  const inputs = new Map(fields.map((field) => [field.name, inputOf(id, field)]))
  const form = element(
    'form',
    { className: 'act', id },
    ...fields.flatMap((field) => {
      const input = inputs.get(field.name)
      if (input === undefined) return []
      return [element('label', { htmlFor: input.id }, field.label), input]
    }),
    element('button', { type: 'submit' }, label),
    status,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const trouble = act((name) => (inputs.get(name)?.value ?? '').trim())
    status.textContent = trouble ?? ''
    if (trouble === null) form.reset()
  })
  return form
}

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function inputOf(formId: string, { name, choices, isLong }: ActField): Input {
  const id = `${formId}-${name}`
  if (choices !== undefined) {
    const options = choices.map(([value, words]) => element('option', { value }, words))
    return element('select', { id }, ...options)
  }
  if (isLong === true) {
    const box = element('textarea', { id, rows: 4, dir: 'auto' })
    box.spellcheck = false
    return box
  }
  const line = element('input', { id, type: 'text', dir: 'auto', autocomplete: 'off' })
  line.spellcheck = false
  return line
}
