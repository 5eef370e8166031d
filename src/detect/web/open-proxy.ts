/**
 * A request for another site that this server refused: somebody tries whether it passes them on. A forward proxy
 * answers such requests, so the refusal is part of the sign.
 */
export const triesAsProxy = (method: string, uri: string, status: number): boolean =>
  status >= 400 && (method === 'CONNECT' || (uri.charCodeAt(0) !== 47 && /^https?:\/\//.test(uri)));
