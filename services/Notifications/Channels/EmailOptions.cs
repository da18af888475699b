using System.Net.Mail;

namespace Notifications.Channels;

/// <summary>The part of the section <c>Platform</c> that is about e-mail.</summary>
internal sealed class EmailOptions
{
    public const string WhatIsNeeded =
        "Platform:Smtp must be smtp://[user:password@]host[:port] (smtps:// demands STARTTLS), "
        + "Platform:MailFrom an address such as \"Our Store <orders@store.example>\".";

    public string Smtp { get; set; } = "";

    public string MailFrom { get; set; } = "";

    public static bool IsComplete(EmailOptions options) =>
        Uri.TryCreate(options.Smtp, UriKind.Absolute, out var smtp) && smtp.Scheme is "smtp" or "smtps"
        && MailAddress.TryCreate(options.MailFrom, out _);
}
