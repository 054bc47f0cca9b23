from services.console.app import server

server.run()
