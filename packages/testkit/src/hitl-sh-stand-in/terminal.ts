// The words by which somebody at a terminal plays HITL.sh's people and faults.
import type { HitlShStandIn } from '../hitl-sh-stand-in.ts'
import type { Misbehaviour } from './misbehaviour.ts'

export const terminalHelp = `At the terminal (the start of an id will do):
  list                       what was asked, newest last
  claim <id>, abandon <id>   a reviewer takes it on, or gives it back
  answer <id> <value>        a reviewer answers, and the gateway is called back
  timeout <id>, cancel <id>  it ends there without an answer
  misbehave <json>           such as {"create":{"status":503}}; {} ends it
  quit
`

/** What to print. Rejects with a sentence where it can't be done. */
export async function runTerminalCommand(standIn: HitlShStandIn, line: string): Promise<string> {
  const [word = '', ...rest] = line.trim().split(/\s+/)
  const [start = '', value = ''] = rest
  const find = (): string => {
    const found = standIn.requests().filter(({ id }) => start !== '' && id.startsWith(start))
    const [only] = found
    if (!only || found.length > 1)
      throw new Error(`${found.length === 0 ? 'no' : 'more than one'} request begins with "${start}"`)
    return only.id
  }
  const tell = ({ statuses }: { readonly statuses: readonly number[] }) =>
    `called back: ${statuses.length === 0 ? 'nobody' : statuses.join(', ')}`
  switch (word) {
    case '':
      return ''
    case 'list':
      return (
        standIn
          .requests()
          .map(({ id, status, loop_id }) => `${id} ${status} loop ${loop_id}`)
          .join('\n') || 'nothing'
      )
    case 'claim':
      standIn.claim(find())
      return 'claimed'
    case 'abandon':
      standIn.abandon(find())
      return 'given back'
    case 'answer':
      return tell(await standIn.answer(find(), value))
    case 'timeout':
      return tell(await standIn.timeout(find()))
    case 'cancel':
      return tell(await standIn.cancelByService(find()))
    case 'misbehave':
      standIn.misbehave(JSON.parse(rest.join(' ')) as Misbehaviour)
      return 'as you like'
    default:
      return terminalHelp
  }
}
