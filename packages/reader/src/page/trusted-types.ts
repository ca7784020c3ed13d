import { OWN_ADDRESS } from './compiled.ts'

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
    if (address !== OWN_ADDRESS) throw new TypeError('another script than this one')
    return address
  },
}

const here: object = globalThis
const policy = hasTrustedTypes(here) ? here.trustedTypes.createPolicy('postern', RULES) : RULES

function hasTrustedTypes(scope: object): scope is { readonly trustedTypes: PolicyFactory } {
  return 'trustedTypes' in scope
}

/** The only worker that may be started: this file. */
export function ownScript(): string {
  return policy.createScriptURL(OWN_ADDRESS)
}

/** Parses a page of this site into a document that runs nothing. */
export function parsePage(text: string): Document {
  return new DOMParser().parseFromString(policy.createHTML(text), 'text/html')
}
