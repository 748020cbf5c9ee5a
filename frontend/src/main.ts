import "./css/main.css"
