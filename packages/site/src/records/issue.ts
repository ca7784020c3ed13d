import type { ZodError } from 'zod'

/** The first thing that is wrong, as one sentence: `the story: "blocks.3.text" is empty: …`. */
export function issueOf(what: string, error: ZodError): string {
  const issue = deepest(error.issues)
  const field = issue.path.map(String).join('.')
  return field === '' ? `${what} ${issue.message}` : `${what}: "${field}" ${issue.message}`
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Of a union's branches, the issue of the one that came furthest. */
function deepest(issues: ZodError['issues']): Issue {
  const [issue] = issues
  if (issue === undefined) return { path: [], message: 'is wrong' }
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return plain(issue)
  const found = issue.errors.map(deepest)
  const best = found.reduce((a, b) => (b.path.length > a.path.length ? b : a))
  return { path: [...issue.path, ...best.path], message: best.message }
}

/** Our own sentences follow the field's name; the library's own ones are put behind a dash. */
function plain(issue: Issue): Issue {
  const isOurs = /^(?:is|has|holds|must) /.test(issue.message)
  return { path: issue.path, message: isOurs ? issue.message : `is wrong: ${issue.message}` }
}
