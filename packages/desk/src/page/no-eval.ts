/** Imported before anything else: the page's policy lets nothing be made from text, and zod would try. */
import { config } from 'zod'

config({ jitless: true })
