import { startPage } from './start-page.ts'

/** What the client's file does in a document. */
startPage()
