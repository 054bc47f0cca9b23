from services.notifier.app import server

server.run()
