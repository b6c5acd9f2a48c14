#!/usr/bin/env node
// The program `hitl-sh-stand-in`: a HITL.sh on this machine, for those who develop without an account. People are played
// from the terminal.
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startHitlShStandIn } from '../hitl-sh-stand-in.ts'
import { runTerminalCommand, terminalHelp } from './terminal.ts'

const usage = `hitl-sh-stand-in [--port <n>] [--key <hitl_test_…>] [--rate-limit <calls an hour>] [--answer <value> [--after <ms>]]

Prints the settings for a gateway, then every question. With --answer each question is answered so by itself.
${terminalHelp}`

const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const options = {
    port: text,
    key: text,
    'rate-limit': text,
    answer: text,
    after: text,
    help: { type: 'boolean' },
  } as const
  let values
  try {
    ;({ values } = parseArgs({ options }))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return 2
  }
  if (values.help) {
    say(usage)
    return 0
  }
  const numbers = { port: values.port ?? '0', 'rate-limit': values['rate-limit'] ?? '100', after: values.after ?? '0' }
  const wrong = Object.entries(numbers).find(([, value]) => !/^\d{1,9}$/.test(value))
  if (wrong) {
    process.stderr.write(`--${wrong[0]} takes a whole number\n`)
    return 2
  }
  const { key, answer } = values
  const standIn = await startHitlShStandIn({
    port: Number(numbers.port),
    rateLimit: Number(numbers['rate-limit']),
    callbackRetryMs: 1000,
    ...(key !== undefined && { apiKey: key }),
    onRequest(request) {
      say(`\nasked ${request.id}\n${request.request_text}`)
      if (answer !== undefined)
        setTimeout(() => {
          standIn.answer(request.id, answer).then(
            ({ statuses }) =>
              say(`answered ${request.id} with ${answer}; called back: ${statuses.join(', ') || 'nobody'}`),
            (error: unknown) => say(String(error)),
          )
        }, Number(numbers.after))
    },
  })
  say(`hitlSh: { apiKey: '${standIn.apiKey}', loopId: '${standIn.loopId}', baseUrl: '${standIn.url}' }`)
  const terminal = createInterface({ input: process.stdin })
  const stop = () => terminal.close()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const closed = new Promise<void>((resolve) => {
    terminal.once('close', resolve)
  })
  terminal.on('line', (line) => {
    if (line.trim() === 'quit') return stop()
    runTerminalCommand(standIn, line).then(say, (error: unknown) =>
      say(error instanceof Error ? error.message : String(error)),
    )
  })
  await closed
  // Else a terminal that stays open would keep the program.
  process.stdin.destroy()
  await standIn.close()
  return 0
}

process.exitCode = await main()
