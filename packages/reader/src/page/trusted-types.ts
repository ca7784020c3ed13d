import { CLEANER_ADDRESS, OWN_ADDRESS } from './compiled.ts'

/** What the platform calls TrustedTypePolicy; what it makes stands where a string is asked for. */
interface Policy {
  createHTML(text: string): string
  createScriptURL(address: string): string
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy
}

const RULES: Policy = {
  createHTML: (text) => text,
  createScriptURL: (address) => {
    if (address !== OWN_ADDRESS && address !== CLEANER_ADDRESS)
      throw new TypeError('another script than these two')
    return address
  },
}

const here: object = globalThis
const policy = hasTrustedTypes(here) ? here.trustedTypes.createPolicy('postern', RULES) : RULES

function hasTrustedTypes(scope: object): scope is { readonly trustedTypes: PolicyFactory } {
  return 'trustedTypes' in scope
}

/** What the page's two workers run: this file. */
export function ownScript(): string {
  return policy.createScriptURL(OWN_ADDRESS)
}

/** What the cleaner runs: the second file, and no other. */
export function cleanerScript(): string {
  return policy.createScriptURL(CLEANER_ADDRESS)
}

/** Parses a page of this site into a document that runs nothing. */
export function parsePage(text: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(text), 'text/html')
}
