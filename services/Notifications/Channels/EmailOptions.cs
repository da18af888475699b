using MimeKit;

namespace Notifications.Channels;

/// <summary>The part of the section <c>Platform</c> that is about e-mail.</summary>
internal sealed class EmailOptions
{
    public const string WhatIsNeeded =
        "Platform:Smtp must be smtp://[user:password@]host[:port] (TLS where the server offers it, always with a "
        + "password) or smtps://… (always TLS: from the start on port 465 or with ?tls=implicit, else by STARTTLS), "
        + "Platform:MailFrom an address such as \"Our Store <orders@store.example>\", Platform:SmtpTrust, if any, a "
        + "PEM file of the authority that the server's certificate is of.";

    public string Smtp { get; set; } = "";

    public string MailFrom { get; set; } = "";

    /// <summary>Beside the authorities that the machine trusts: one's own.</summary>
    public string? SmtpTrust { get; set; }

    public static bool IsComplete(EmailOptions options) => SmtpServer.TryRead(options.Smtp) is not null
        && MailboxAddress.TryParse(options.MailFrom, out _)
        && (options.SmtpTrust is not { Length: > 0 } file || File.Exists(file));
}
