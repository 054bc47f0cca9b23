"""The published language: every fact that crosses Kafka, one module per owning service.

`duties` and `dispatch` are said by several services in the same words, each on its own topic.
"""
