// Drives one request over many connections, as cheaply as it can be done, so that what is measured is the server.
import { connect, type Socket } from 'node:net'

export interface LoadOptions {
  readonly port: number
  /** The whole request, head and body, with keep-alive. */
  readonly request: string
  readonly connections: number
  readonly ms: number
  /** Answers before measuring begins. */
  readonly warmUp: number
  /** Status that every answer must have: a benchmark of errors would look fast. */
  readonly status: number
  /** Called where measuring begins and ends. */
  readonly mark: () => Promise<number>
}

export interface Load {
  readonly perSecond: number
  /** What `mark` grew by, for each answer. */
  readonly perAnswer: number
}

/** Rejects when an answer has another status. */
export async function load({ port, request, connections, ms, warmUp, status, mark }: LoadOptions): Promise<Load> {
  const bytes = Buffer.from(request, 'latin1')
  const expected = Buffer.from(`HTTP/1.1 ${status} `)
  let answered = 0
  let stopped = false
  const sockets: Socket[] = []
  const failed = Promise.withResolvers<never>()
  for (let n = 0; n < connections; n += 1) {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    let rest = 0
    socket.setNoDelay(true)
    socket.on('error', (error) => stopped || failed.reject(error))
    socket.on('connect', () => socket.write(bytes))
    socket.on('data', (chunk: Buffer) => {
      // One request at a time: what comes first is a head, and its length says when the answer is whole.
      if (rest === 0) {
        if (!chunk.subarray(0, expected.length).equals(expected))
          return failed.reject(new Error(`not ${status}: ${chunk.toString('latin1').slice(0, 300)}`))
        const head = chunk.indexOf('\r\n\r\n')
        const length = /\r\ncontent-length: (\d+)/i.exec(chunk.toString('latin1', 0, head))?.[1] ?? '0'
        rest = head + 4 + Number(length)
      }
      rest -= chunk.length
      if (rest > 0) return
      rest = 0
      answered += 1
      if (!stopped) socket.write(bytes)
    })
  }
  try {
    const measured = (async () => {
      // By count, not by time: on a busy machine code would be measured before it is compiled.
      while (answered < warmUp && !stopped) await new Promise((resolve) => setTimeout(resolve, 10))
      const marked = await mark()
      const before = answered
      const startedAt = performance.now()
      await new Promise((resolve) => setTimeout(resolve, ms))
      const answers = answered - before
      const perSecond = (answers / (performance.now() - startedAt)) * 1_000
      return { perSecond, perAnswer: ((await mark()) - marked) / answers }
    })()
    return await Promise.race([measured, failed.promise])
  } finally {
    stopped = true
    for (const socket of sockets) socket.destroy()
  }
}
