// How fast a HITL.sh webhook is read, beside the JSON.parse that would trust it.
import { readWebhook } from '@holdpoint/core/hitl-sh'
import { median } from '../cycles-per-second.ts'
import type { Figure } from '../report/figure.ts'
import type { Size } from '../report/size.ts'

const bytes = Buffer.from(
  JSON.stringify({
    event: 'request.completed',
    request_id: 'f'.repeat(24),
    loop_id: 'e'.repeat(24),
    status: 'completed',
    response_data: 'deny',
    response_by: 'ada',
  }),
)

export async function webhookParse({ roundMs, rounds }: Size): Promise<readonly Figure[]> {
  const [ours, bares]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    bares.push(perSecond(() => JSON.parse(bytes.toString()) !== null, roundMs))
    ours.push(perSecond(() => readWebhook(bytes).ok, roundMs))
  }
  const [value, floor] = [median(ours), median(bares)]
  return [{ what: `${bytes.length} bytes, beside JSON.parse`, value, unit: '/s', floor, ratio: value / floor }]
}

function perSecond(isRead: () => boolean, forMs: number): number {
  const startedAt = performance.now()
  let done = 0
  while (performance.now() - startedAt < forMs)
    for (let n = 0; n < 100; n += 1) {
      if (!isRead()) throw new Error('the webhook was not read')
      done += 1
    }
  return (done / (performance.now() - startedAt)) * 1_000
}
