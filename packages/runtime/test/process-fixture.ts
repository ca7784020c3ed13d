import { PosternError } from '@postern/protocol'
import { endProcess, listenHttp, loadConfig, runProcess } from '@postern/runtime'

/** A shell's main.ts for tests: what it does is said by the last part of its folder's name. */
runProcess('front', async (folder, log) => {
  const way = folder.split('/').at(-1)
  if (way === 'half-made') loadConfig(folder, (value) => value)
  if (way === 'warned') process.emitWarning('marked-words')
  if (way === 'throws') throw new Error('marked-words')
  if (way === 'unhandled') setTimeout(() => void Promise.reject(new Error('marked-words')), 50)
  if (way === 'uncaught') {
    setTimeout(() => {
      throw new Error('marked-words')
    }, 50)
  }
  if (way === 'log-failed') setTimeout(() => endProcess(log, new PosternError('log-failed')), 50)
  const listening = await listenHttp({ host: '127.0.0.1', port: 0, log }, () => new Response('ok'))
  log.count('cell-kept', 3)
  return {
    column: 'rehearsal',
    stop: async () => {
      if (way === 'cannot-stop') throw new Error('marked-words')
      await listening.close()
    },
  }
})
