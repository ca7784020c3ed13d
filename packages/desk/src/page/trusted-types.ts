import { PICTURE_WORKER } from './compiled.ts'

/** What it makes stands where a string is asked for. */
interface Policy {
  createScriptURL(address: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy
}

const RULES: Policy = {
  createScriptURL: (address) => {
    if (address !== PICTURE_WORKER()) throw new TypeError('another script than this one')
    return address
  },
}

const here: object = globalThis
const policy = hasTrustedTypes(here) ? here.trustedTypes.createPolicy('desk', RULES) : RULES

function hasTrustedTypes(scope: object): scope is { readonly trustedTypes: PolicyFactory } {
  return 'trustedTypes' in scope
}

/** What the worker that makes pictures runs, and nothing else. */
export function pictureWorker(): string {
  return policy.createScriptURL(PICTURE_WORKER())
}
