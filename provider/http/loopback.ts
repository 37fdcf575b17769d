/** This machine: 127.0.0.0/8, ::1, localhost. A URL's IPv4 address is always written in full. */
export const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|\[::1\]|127\.[0-9]+\.[0-9]+\.[0-9]+)$/.test(hostname);
