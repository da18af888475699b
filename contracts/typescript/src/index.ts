import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './openapi.js';

export type { components, operations, paths } from './openapi.js';

/** A type of the API by its name in the document: `Schema<'Order'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What every refusal looks like (RFC 9457): programs read `code`, and `errors` names each field that is wrong. */
export type Problem = Schema<'Problem'>;

export type TrackingClient = Client<paths>;

export interface TrackingClientOptions {
  /** Where the platform is: `http://127.0.0.1:8080`. */
  baseUrl: string;
  /** A merchant's key; without one only what customers may do is open. */
  key?: string;
  fetch?: (request: Request) => Promise<Response>;
  /** How often a request is sent at most; 5 unless told. */
  attempts?: number;
}

const longestPauseMs = 30_000;

/**
 * The API, one call an operation: `client.POST('/v1/orders', { body })` gives `{ data }` or `{ error }`, both typed.
 * Every POST carries an Idempotency-Key, the caller's or a fresh one, so that what fails on the way is safely sent
 * again: no connection, 429, 502, 503, 504, and 409 with Retry-After.
 */
export function createTrackingClient(options: TrackingClientOptions): TrackingClient {
  const { baseUrl, key, attempts = 5, fetch = (request) => globalThis.fetch(request) } = options;
  const client = createClient<paths>({ baseUrl, fetch: retrying(fetch, attempts) });
  const headers: Middleware = {
    onRequest({ request }) {
      if (key) request.headers.set('Authorization', `Bearer ${key}`);
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
        request.headers.set('Idempotency-Key', crypto.randomUUID());
      return request;
    },
  };
  client.use(headers);
  return client;
}

function retrying(fetch: (request: Request) => Promise<Response>, attempts: number) {
  return async (request: Request): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      let pauseMs = 200 * 2 ** attempt;
      try {
        // A body is read by being sent: each attempt has its own copy.
        const response = await fetch(request.clone());
        if (attempt >= attempts || !mayPass(response)) return response;
        const told = Number(response.headers.get('Retry-After') ?? NaN);
        if (Number.isFinite(told)) pauseMs = told * 1000;
      } catch (failure) {
        if (attempt >= attempts || request.signal.aborted) throw failure;
      }
      await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, longestPauseMs)));
    }
  };
}

function mayPass(response: Response): boolean {
  return [429, 502, 503, 504].includes(response.status)
    || (response.status === 409 && response.headers.has('Retry-After'));
}
