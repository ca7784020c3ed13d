import { PosternError } from '@postern/protocol'

/** Whether an error of the system carries this code (`ENOENT`, `EEXIST`, `ENOSPC` ...). */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** SQLITE_FULL. */
const DATABASE_FULL = 13

/** Whether a disk is full or a quota used up, in the words of the system, of SQLite or our own. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof PosternError) return error.code === 'disk-full'
  if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT')) return true
  return error instanceof Error && 'errcode' in error && error.errcode === DATABASE_FULL
}
