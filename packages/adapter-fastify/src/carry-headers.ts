// Headers that hooks have set on the reply, such as those for CORS, on an answer that Fastify doesn't write.
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

export const carryHeaders = (reply: FastifyReply) => (res: ServerResponse) => {
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) res.setHeader(name, value)
}
