export { serveHost } from './serve-host-stub.ts';
