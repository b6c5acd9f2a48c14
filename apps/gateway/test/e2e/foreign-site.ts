// A site of somebody else's, with one page.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** Its port on loopback; closed when the test ends. */
export async function foreignSite(html: string): Promise<number> {
  const site = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(html)
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  onTestFinished(() => void site.close())
  const address = site.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
