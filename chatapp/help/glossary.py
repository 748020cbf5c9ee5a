"""Words of the trade, each in a sentence."""

GLOSSARY = {
    "Engine": "A Grok model. Engines differ in what they know, see and cost; the page Engines compares them.",
    "Token": "A piece of a word, about four letters. Engines read and write tokens, and are paid by them.",
    "Context": "What an engine reads before it answers: instructions, the conversation so far, files. It has a longest length.",
    "Reasoning model": "An engine that thinks before it answers. Thinking takes time and is paid like words.",
    "Streaming": "The answer is shown while it is being written, word by word.",
    "Prompt caching": "What an engine has just read, such as the beginning of a conversation, costs less the second time.",
    "Tool calling": "An engine asks a program for something it cannot do itself, such as a search, and goes on with the result.",
    "RAG": "Retrieval-augmented generation: passages that fit the question are looked up first and given to the engine.",
    "RPM and TPM": "Requests and tokens per minute: how much xAI lets this house ask. Beyond it, turns wait in line.",
    "Base URL": "The address of the provider’s interface. This house may point at xAI or at a server of the same shape.",
    "Idempotency": "The same click sent twice does its work once, and is charged once.",
    "Hold": "The most a question may cost, put aside before it is sent. What is not used is given back when the answer ends.",
}
