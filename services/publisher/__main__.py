from services.publisher.app import server

server.run()
