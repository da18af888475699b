using MailKit.Security;

namespace Notifications.Channels;

/// <summary>
/// A mail server as a URL names it. <c>Tls</c>: a password is only told to who has proved to be the server.
/// </summary>
internal sealed record SmtpServer(string Host, int Port, SecureSocketOptions Tls, string? User, string? Password)
{
    private const int SmtpPort = 25;
    private const int ImplicitTlsPort = 465;

    /// <summary>Null for what names no mail server.</summary>
    public static SmtpServer? TryRead(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps")
            || uri.Host.Length == 0 || uri.Query is not ("" or "?tls=implicit"))
            return null;
        var isSecure = uri.Scheme == "smtps";
        var port = uri.Port > 0 ? uri.Port : isSecure ? ImplicitTlsPort : SmtpPort;
        var user = uri.UserInfo.Split(':', 2);
        var tls = uri.Query.Length > 0 || (isSecure && port == ImplicitTlsPort) ? SecureSocketOptions.SslOnConnect
            : isSecure || user.Length == 2 ? SecureSocketOptions.StartTls
            : SecureSocketOptions.StartTlsWhenAvailable;
        return user.Length < 2 ? new(uri.Host, port, tls, null, null)
            : new(uri.Host, port, tls, Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user[1]));
    }
}
