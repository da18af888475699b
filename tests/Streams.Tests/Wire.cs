using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Streams.Tests;

/// <summary>What is to happen to the connection on which the next append goes out.</summary>
public enum Fault
{
    None,
    BeforeItIsSent,
    BeforeTheAnswer,
}

/// <summary>The network between a store and its database, which can fail at the worst moment.</summary>
public sealed class Wire : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly ConcurrentDictionary<TcpClient, bool> open = [];

    public Wire(string connectionString)
    {
        target = new(connectionString);
        listener.Start();
        _ = Accept();
    }

    /// <summary>For the next append; then it is none again.</summary>
    public Fault Next { get; set; }

    /// <summary>No new connection comes about.</summary>
    public bool IsCut { get; set; }

    /// <summary>With the next fault every other connection ends too, and the wire stays cut.</summary>
    public bool StaysCut { get; set; }

    // Plain, so that the append is recognised by the type of its event.
    public string ConnectionString => new NpgsqlConnectionStringBuilder(target.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Carry(await listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var near = client;
        if (IsCut)
            return;
        using var far = new TcpClient();
        await far.ConnectAsync(target.Host!, target.Port);
        var lost = new TaskCompletionSource();
        open.TryAdd(near, true);
        var there = Pump(near, far, bytes => Sent(near, bytes, lost));
        var back = Pump(far, near, _ => !lost.Task.IsCompleted);
        // A connection that fails fails in both directions.
        await Task.WhenAny(there, back);
        open.TryRemove(near, out _);
    }

    /// <summary>False: these bytes and whatever follows do not arrive.</summary>
    private bool Sent(TcpClient near, ReadOnlyMemory<byte> bytes, TaskCompletionSource lost)
    {
        if (Next == Fault.None || !Encoding.ASCII.GetString(bytes.Span).Contains("CounterEvent+"))
            return true;
        var fault = Next;
        Next = Fault.None;
        IsCut = StaysCut;
        foreach (var other in open.Keys.Where(other => IsCut && other != near))
            other.Dispose();
        // The answer comes in one piece after the commit: once there is any of it, it is done.
        if (fault == Fault.BeforeTheAnswer)
            lost.SetResult();
        return fault == Fault.BeforeTheAnswer;
    }

    private static async Task Pump(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> arrives)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                if (!arrives(buffer.AsMemory(0, read)))
                    return;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // By either side.
        }
    }
}
