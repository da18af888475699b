using System.Globalization;
using System.Text;

namespace Tools.Mail;

/// <summary>
/// One e-mail as a mailbox shows it. A repeat with the same Message-ID to the same recipients is no second e-mail but
/// counts in <c>Deliveries</c>, as mailbox providers fold repeats. <c>Date</c> is the sender's header as it came.
/// </summary>
public sealed record Mail(
    string Id,
    string MessageId,
    string From,
    IReadOnlyList<string> To,
    string Subject,
    string Date,
    DateTimeOffset ReceivedAt)
{
    public int Deliveries { get; internal set; } = 1;
}

/// <summary>
/// Every delivery is one file: three lines of envelope (sender, recipients, instant), then the bytes as they came.
/// Only what a list shows is kept in memory; files of an earlier run are read again at the start.
/// </summary>
internal sealed class Mailbox
{
    private readonly string _folder;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Mail> _byKey = [];
    private readonly List<Mail> _inOrder = [];

    public Mailbox(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        foreach (var file in Directory.EnumerateFiles(_folder, "*.mail").Order(StringComparer.Ordinal))
        {
            Note(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file));
        }
    }

    /// <summary>Keeps a delivery; it is on disk when this returns.</summary>
    public void Deliver(string from, IReadOnlyList<string> to, DateTimeOffset at, ReadOnlySpan<byte> data)
    {
        var id = Guid.CreateVersion7(at).ToString("N");
        var envelope = Encoding.UTF8.GetBytes($"{from}\n{string.Join(' ', to)}\n{at:O}\n");
        byte[] delivery = [.. envelope, .. data];
        lock (_lock)
        {
            File.WriteAllBytes(PathOf(id), delivery);
            Note(id, delivery);
        }
    }

    public IReadOnlyList<Mail> Newest(string? to)
    {
        lock (_lock)
        {
            var newest = _inOrder.AsEnumerable().Reverse();
            return [.. string.IsNullOrEmpty(to) ? newest : newest.Where(mail => mail.To.Contains(to))];
        }
    }

    public Mail? Find(string id)
    {
        lock (_lock)
        {
            return _inOrder.Find(mail => mail.Id == id);
        }
    }

    public MimeMessage Read(Mail mail) => MimeMessage.Parse(Raw(mail));

    public byte[] Raw(Mail mail) => Split(File.ReadAllBytes(PathOf(mail.Id))).Data;

    public void Clear()
    {
        lock (_lock)
        {
            _inOrder.Clear();
            _byKey.Clear();
            foreach (var file in Directory.EnumerateFiles(_folder, "*.mail"))
            {
                File.Delete(file);
            }
        }
    }

    private void Note(string id, byte[] delivery)
    {
        var (from, to, at, data) = Split(delivery);
        var message = MimeMessage.Parse(data);
        var messageId = message.Header("Message-ID");
        var key = messageId.Length == 0 ? id : $"{messageId} {string.Join(' ', to.Order(StringComparer.Ordinal))}";
        if (_byKey.TryGetValue(key, out var known))
        {
            known.Deliveries++;
            return;
        }

        var mail = new Mail(id, messageId, from, to, message.Header("Subject"), message.Header("Date"), at);
        _byKey.Add(key, mail);
        _inOrder.Add(mail);
    }

    private string PathOf(string id) => Path.Combine(_folder, $"{id}.mail");

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static (string From, string[] To, DateTimeOffset At, byte[] Data) Split(byte[] delivery)
    {
        var lines = new string[3];
        var rest = delivery.AsSpan();
        for (var i = 0; i < lines.Length; i++)
        {
            var end = rest.IndexOf((byte)'\n');
            lines[i] = Encoding.UTF8.GetString(rest[..end]);
            rest = rest[(end + 1)..];
        }

        return (lines[0], lines[1].Split(' '), Instant(lines[2]), rest.ToArray());
    }
}
