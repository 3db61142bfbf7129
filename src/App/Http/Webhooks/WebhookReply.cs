namespace Photoseek.App.Http.Webhooks;

/// <summary>The answer to events.</summary>
/// <param name="Marked">How many named pictures of a source; they are looked at soon.</param>
internal sealed record WebhookReply(int Marked);
