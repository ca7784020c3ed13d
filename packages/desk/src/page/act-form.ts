import { element } from './element.ts'

/** One field of a small form. */
export interface ActField {
  readonly name: string
  readonly label: string
  /** Choices as value and words; absent: text. */
  readonly choices?: readonly (readonly [value: string, words: string])[]
  readonly isLong?: boolean
  /** A box to tick: 'on', or nothing. */
  readonly isCheck?: boolean
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
    ...fields.flatMap((field): HTMLElement[] => {
      const input = inputs.get(field.name)
      if (input === undefined) return []
      const named = element('label', { htmlFor: input.id }, field.label)
      if (field.isCheck !== true) return [named, input]
      return [element('div', { className: 'check' }, input, named)]
    }),
    element('button', { type: 'submit' }, label),
    status,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const trouble = act((name) => valueOf(inputs.get(name)))
    status.textContent = trouble ?? ''
    if (trouble === null) form.reset()
  })
  return form
}

function valueOf(input: Input | undefined): string {
  if (input instanceof HTMLInputElement && input.type === 'checkbox')
    return input.checked ? 'on' : ''
  return (input?.value ?? '').trim()
}

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function inputOf(formId: string, { name, choices, isLong, isCheck }: ActField): Input {
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
  if (isCheck === true) return element('input', { id, type: 'checkbox' })
  const line = element('input', { id, type: 'text', dir: 'auto', autocomplete: 'off' })
  line.spellcheck = false
  return line
}
