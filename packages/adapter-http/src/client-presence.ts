// Whether the client is still there to be answered.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Tells when the client leaves before its answer is finished. Ends by itself with the response. */
export class ClientPresence {
  readonly #leaving = new Set<() => void>()
  #controller: AbortController | undefined
  #gone: boolean

  constructor(req: IncomingMessage, res: ServerResponse) {
    this.#gone = res.destroyed || req.socket.destroyed
    const leave = () => {
      if (this.#gone || res.writableFinished) return
      this.#gone = true
      this.#controller?.abort()
      for (const task of this.#leaving) task()
    }
    // On Node 22, a pipelined response whose turn has not come never hears of its socket's end by itself.
    const unwatch = onSocketClose(req.socket, leave)
    res.once('close', () => {
      unwatch()
      leave()
    })
  }

  get gone(): boolean {
    return this.#gone
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#gone) this.#controller.abort()
    }
    return this.#controller.signal
  }

  /** Runs `task` when the client leaves; at once if it has left. */
  onGone(task: () => void): void {
    if (this.#gone) task()
    else this.#leaving.add(task)
  }

  /** What `promise` comes to, or undefined as soon as the client leaves. */
  untilGone<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const leave = () => resolve(undefined)
      if (this.#gone) leave()
      // Taken out again each time: a stream of hours would otherwise gather one closure for each of its chunks.
      this.#leaving.add(leave)
      void promise.then(resolve, reject).finally(() => this.#leaving.delete(leave))
    })
  }
}

const watched = new WeakMap<Socket, Set<() => void>>()

/** One listener for a socket, however many requests are pipelined on it. Returns the function that ends the watch. */
function onSocketClose(socket: Socket, task: () => void): () => void {
  let tasks = watched.get(socket)
  if (tasks === undefined) {
    const fresh = new Set<() => void>()
    tasks = fresh
    watched.set(socket, fresh)
    socket.once('close', () => {
      for (const each of fresh) each()
    })
  }
  const all = tasks
  all.add(task)
  return () => all.delete(task)
}
