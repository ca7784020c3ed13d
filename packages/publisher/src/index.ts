export { publisherConfig, type PublisherConfig } from './config.ts'
export { createPublisher, type Publisher, type PublisherParts } from './publisher.ts'
