/** What a worker sends back for each job, in the order of the jobs. */
export type Answer<Result> =
  | { ok: true; result: Result }
  /** `code` is that of a PosternError, null for any other error: its words stay in the worker. */
  | { ok: false; code: string | null }
