import {
  accessSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  closeSync,
  readFileSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { PosternError } from '@postern/protocol'
import { ZodError } from 'zod'
import { sentenceOf } from './sentence-of.ts'
import { refuseExposed } from '../files/secret-file.ts'

/**
 * Reads `<folder>/config.json` and checks it. Whatever is wrong is one PosternError('bad-config')
 * with one sentence that names the file or folder and what to do. `check` may be a zod schema's
 * `parse`, or throw a PosternError of its own.
 */
export function loadConfig<T>(folder: string, check: (value: unknown) => T): T {
  requireFolder(folder)
  const path = join(folder, 'config.json')
  const value = parse(path, readOwn(folder, path))
  try {
    return check(value)
  } catch (error) {
    throw badConfig(`${path}: ${why(error)}`)
  }
}

function requireFolder(folder: string): void {
  if (!existsSync(folder)) {
    throw badConfig(`the data folder ${folder} does not exist; make it with: postern up`)
  }
  if (!statSync(folder).isDirectory()) throw badConfig(`the data folder ${folder} is no folder`)
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    throw badConfig(`the data folder ${folder} cannot be read and written by this user`)
  }
}

function readOwn(folder: string, path: string): string {
  if (!existsSync(path)) {
    throw badConfig(
      `the data folder ${folder} is half made (config.json is missing); remove it and make it again`,
    )
  }
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    throw badConfig(`${path} cannot be read by this user`)
  }
  try {
    refuseExposed(path, fstatSync(file).mode)
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw badConfig(why(error))
  } finally {
    closeSync(file)
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw badConfig(`${path} is not valid JSON; restore it from a backup or make the folder again`)
  }
}

function why(error: unknown): string {
  if (error instanceof ZodError) return firstIssue(error)
  if (error instanceof PosternError) return sentenceOf(error)
  return 'it is not what this process expects'
}

function firstIssue(error: ZodError): string {
  const issue = error.issues[0]
  const field = issue?.path.join('.') ?? ''
  return `${field === '' ? 'the whole' : `"${field}"`} is wrong: ${issue?.message ?? 'unknown'}`
}

function badConfig(sentence: string): PosternError {
  return new PosternError('bad-config', sentence)
}
