from services.intake.app import server

server.run()
